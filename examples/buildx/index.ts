// SPDX-License-Identifier: Apache-2.0
// A builder for `docker buildx` on this computer, whose work a host does that another stack has.
import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const stack = new pulumi.StackReference(config.require("host"));
const text = (name: string) => stack.requireOutput(name) as pulumi.Output<string>;

const builder = new local.Command(
  "builder",
  {
    create: 'docker buildx create --name "$BUILDER" --driver docker-container "$ON"',
    // Where the machine is gone, nobody can be asked, and only the entry on this computer is left; unless somebody has removed it.
    delete:
      'docker buildx rm "$BUILDER" || docker buildx rm --keep-daemon "$BUILDER" ' +
      '|| ! docker buildx inspect "$BUILDER" >/dev/null 2>&1',
    environment: { BUILDER: config.require("builder"), ON: text("dockerHost") },
    // Its cache ends with the machine.
    triggers: [config.require("builder"), text("dockerHost"), text("machineId")],
    addPreviousOutputInEnv: false,
  },
  // Two builders cannot have one name.
  { deleteBeforeReplace: true },
);

/** Builds there: `docker buildx build --builder NAME`. */
export const name = pulumi.all([config.require("builder"), builder.id]).apply(([own]) => own);
