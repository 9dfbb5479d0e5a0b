// SPDX-License-Identifier: Apache-2.0
// A computer on which images for Google Cloud are made: with the real CLI and engine, the stand-in for the cloud, and a folder
// for all that stays.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

import { freePort } from "../../../components/ephemeral/free-port";
import { ensurePulumiCli } from "../../../tools/setup/pulumi-cli";
import { root, standIns } from "../../../tools/shared/places";
import { environmentOfAPerson } from "../../person";

export class ScratchGoogle {
  readonly folder = mkdtempSync(join(tmpdir(), "gcp-bake-"));
  readonly cloud = join(this.folder, "cloud");
  private readonly state = join(this.folder, "state");
  private readonly temporary = join(this.folder, "tmp");
  port = 0;
  env: NodeJS.ProcessEnv = {};

  async prepare(): Promise<void> {
    const { path: cli } = await ensurePulumiCli(() => {});
    this.port = await freePort();
    mkdirSync(this.temporary);
    const usual = environmentOfAPerson();
    const folders = [
      ...[join(root, "test", "lab", "cloud", "shims"), join(root, "test", "lab", "gce"), dirname(cli)],
      ...[join(standIns, "language-host"), join(standIns, "command-provider"), dirname(process.execPath)],
    ];
    this.env = {
      ...usual,
      PATH: [...folders, usual.PATH].join(delimiter),
      NODE_OPTIONS: `--require ${join(root, "test", "examples", "port-22.cjs")}`,
      TMPDIR: this.temporary,
      XDG_STATE_HOME: this.state,
      PULUMI_BACKEND_URL: "",
      PULUMI_LAB_CLOUD: this.cloud,
      PULUMI_LAB_IMAGE: JSON.stringify({ disk: "/images/root.qcow2", accelerator: "tcg" }),
      PULUMI_LAB_SSH_PORT: String(this.port),
    };
  }

  /** The names of what is in a folder of the cloud. */
  in(folder: string): string[] {
    const path = join(this.cloud, folder);
    return existsSync(path) ? readdirSync(path).sort() : [];
  }

  /** What the cloud has, as the folders that are not empty: the stand-in may have been killed before it removed one. */
  kinds(): string[] {
    return this.in(".").filter((folder) => this.in(folder).length > 0);
  }

  /** As if nothing had been made in it. */
  forgetCloud(): void {
    rmSync(this.cloud, { recursive: true, force: true });
    mkdirSync(this.cloud);
  }

  /** As if no check had been killed: its provider kills it also where the maker ends by itself, and launch.ts removes its folder later. */
  forgetChecks(): void {
    rmSync(join(this.state, "pulumi-docker-host", "checks"), { recursive: true, force: true });
  }

  /** Of what was begun: processes, stacks, notes about who is at work. */
  left(): string[] {
    const processes = execFileSync("ps", ["-ww", "-eo", "pid,args"], { encoding: "utf8" })
      .split("\n")
      .filter((line) => line.includes(this.folder));
    const own = join(this.state, "pulumi-docker-host");
    const stacks = join(own, "ephemeral-backend", "state", ".pulumi", "stacks", "ephemeral");
    const files = [stacks, join(own, "bakes"), join(own, "checks"), join(own, "ephemeral")]
      .filter((folder) => existsSync(folder))
      .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
      // The engine keeps the state of a stack that was removed as a backup, and what it was writing when it was killed.
      .filter((file) => !/\.(bak|tmp)$/.test(file));
    return [...processes, ...files];
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
