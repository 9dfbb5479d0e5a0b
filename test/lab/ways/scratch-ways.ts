// SPDX-License-Identifier: Apache-2.0
// A cloud in which one machine runs, and on PATH the programs that lead to it.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { CloudFolder } from "../cloud/folder";
import { type Instance as Ec2Instance, instances as ec2Instances } from "../ec2/records";
import { fileOf } from "../gce/names";
import { firewalls, type Instance as GceInstance, instances as gceInstances } from "../gce/records";
import type { Wishes } from "./lab";

export const ec2Machine = { id: "i-0123456789abcdef0", region: "eu-central-1" };
export const gceMachine = { name: "web-machine-1f2e3d4", zone: "europe-west1-b", project: "my-project" };
const gceId = `projects/${gceMachine.project}/zones/${gceMachine.zone}/instances/${gceMachine.name}`;

export class ScratchWays {
  readonly path = mkdtempSync(join(tmpdir(), "ways-"));
  private readonly cloud = new CloudFolder(join(this.path, "cloud"));
  private readonly usual = { ...process.env };

  constructor() {
    process.env.PULUMI_LAB_CLOUD = this.cloud.path;
    const ec2 = { ...ec2Machine, state: "running", profile: "ssm", privateIp: "127.31.0.4" } as Partial<Ec2Instance>;
    this.cloud.save(ec2Instances, ec2Machine.id, ec2 as Ec2Instance);
    const inputs = { networkInterfaces: [{ network: "default" }], tags: ["web"] };
    this.cloud.save(gceInstances, fileOf(gceId), { id: gceId, inputs } as Partial<GceInstance> as GceInstance);
    this.admit("35.235.240.0/20");
    this.programs("aws", "session-manager-plugin", "gcloud");
  }

  /** Those on PATH, and no others: this computer may have the originals. */
  programs(...names: string[]): void {
    const bin = mkdtempSync(join(this.path, "bin-"));
    for (const name of names) {
      const script = `#!/bin/sh\nexec '${join(__dirname, name)}' "$@"\n`;
      writeFileSync(join(bin, name), script, { mode: 0o755 });
    }
    process.env.PATH = bin;
    process.env.PULUMI_LAB_NODE = process.execPath;
  }

  /** Whom the firewall rule of Google's machine lets in. */
  admit(range: string): void {
    const inputs = { network: "default", allows: [{ protocol: "tcp", ports: ["22"] }], sourceRanges: [range] };
    this.cloud.save(firewalls, "ssh", { id: "ssh", inputs, number: "1", created: "" });
  }

  wish(wishes: Wishes): void {
    rmSync(join(this.cloud.path, "ways.log"), { force: true });
    writeFileSync(join(this.cloud.path, "ways.json"), JSON.stringify(wishes));
  }

  /** How the programs were called. */
  calls(): string[] {
    const log = join(this.cloud.path, "ways.log");
    return existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];
  }

  /** Processes that were started for this cloud and have not ended. */
  running(): string[] {
    return readdirSync("/proc").filter((pid) => {
      try {
        return (
          /^\d+$/.test(pid) &&
          readFileSync(`/proc/${pid}/environ`, "utf8").includes(`=${this.cloud.path}\0`) &&
          pid !== String(process.pid)
        );
      } catch {
        return false; // it has ended
      }
    });
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
    process.env = { ...this.usual };
  }
}
