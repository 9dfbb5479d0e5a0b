// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

/** The first value of `input`, which the state keeps until the trigger changes. */
export function kept(
  name: string,
  input: pulumi.Output<string>,
  replacementTrigger: pulumi.Output<unknown>,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const options = { parent, ignoreChanges: ["input"], replacementTrigger };
  // What is kept is replaced where it changes, and that must be possible below what is protected as well.
  const stash = new pulumi.Stash(name, { input }, { ...options, protect: false });
  // Pulumi's mocks, with which programs are tested, may give back no output.
  const output = stash.output as pulumi.Output<string | undefined>;
  return output.apply((text) => (text === undefined ? input : pulumi.output(text)));
}
