// SPDX-License-Identifier: Apache-2.0
// A stack of program.ts, on the real CLI and engine. Its clouds and the command provider are the laboratory's stand-ins.
import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

import { root, standIns } from "../../tools/shared/places";
import { finish, type Result } from "../child-process";
import { environmentOfAPerson } from "../person";
import { ScratchProject } from "../tools/stand-ins/language-host/scratch-project";

const plugins = [
  ...["ec2", "gce"].map((cloud) => join(root, "test", "lab", cloud)),
  ...["language-host", "command-provider"].map((name) => join(standIns, name)),
];

/** Everything of it, the state and Pulumi's home too, lies in a folder of its own. */
export class UpgradeStack {
  readonly directory: string;
  private readonly project: ScratchProject;
  readonly env: NodeJS.ProcessEnv;

  /** `shims` are folders that come first on PATH, `program` the path of a module. */
  constructor(cli: string, shims: string[] = [], program = join(__dirname, "program")) {
    this.project = new ScratchProject(cli, `export * from ${JSON.stringify(program)};\n`);
    this.directory = this.project.directory;
    const config = { "aws:region": "eu-central-1", "gcp:project": "lab-project" };
    writeFileSync(join(this.directory, "Pulumi.dev.yaml"), JSON.stringify({ config }));
    const cloud = join(this.directory, "cloud");
    mkdirSync(cloud);
    this.env = {
      PATH: [...shims, ...plugins, environmentOfAPerson().PATH].join(delimiter),
      XDG_STATE_HOME: join(this.directory, "user"),
      PULUMI_LAB_CLOUD: cloud,
      PULUMI_LAB_IMAGE: JSON.stringify({ disk: "/dev/null" }),
      // Nobody dials: public addresses are then given without a look at their port 22.
      PULUMI_LAB_SSH_PORT: "1",
      FAKE_QEMU_SECONDS: "600",
    };
  }

  run(...args: string[]): Promise<Result> {
    return this.project.run(args, this.env);
  }

  /** What was written on stdout; an error with all that was said where that is no success. */
  async mustRun(...args: string[]): Promise<string> {
    const child = this.project.start(args, this.env);
    const parts: Buffer[] = [];
    child.stdout?.on("data", (part: Buffer) => parts.push(part));
    const { status, output } = await finish(child);
    if (status !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${output}`);
    return Buffer.concat(parts).toString();
  }

  remove(): void {
    this.project.remove();
  }
}
