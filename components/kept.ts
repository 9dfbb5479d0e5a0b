// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

/** The first value of `input`, which the state keeps until the trigger changes. */
export function kept(
  name: string,
  input: pulumi.Output<string>,
  replacementTrigger: pulumi.Output<unknown>,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const stash = new pulumi.Stash(name, { input }, { parent, ignoreChanges: ["input"], replacementTrigger });
  // Pulumi's mocks, with which programs are tested, may give back no output.
  const output = stash.output as pulumi.Output<string | undefined>;
  return output.apply((text) => (text === undefined ? input : pulumi.output(text)));
}
