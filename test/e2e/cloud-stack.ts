// SPDX-License-Identifier: Apache-2.0
// A stack of this project on a laboratory's cloud: the real engine, program and component; the provider plugin is a
// stand-in that boots the machine here.
import type { ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { parseDocument } from "yaml";

import { quote } from "../../cloud-init/shell";
import { ensureAcceleration } from "../../tools/setup/acceleration";
import type { CaseStack } from "../../tools/acceptance/stack";
import { type HostOutputs } from "../../tools/start/environment";
import { ensureGuestImage, type GuestImage } from "../../tools/setup/guest-image";
import { root } from "../../tools/shared/places";
import { ensurePulumi } from "../../tools/setup/pulumi";
import { ensureQemu } from "../../tools/setup/qemu";
import { finish, type Result } from "../child-process";
import { FreshClone, show } from "./fresh-clone";

/** Which cloud, and the stack whose settings in `stacks/` it takes. */
export interface Cloud {
  /** The key of its arguments in the configuration. */
  target: string;
  stack: string;
  /** The folder of its stand-in in `test/lab/`. */
  standIn: string;
  /** The type of its machines. */
  machine: string;
}

/** Which disk holds Docker's data, as the host sees it. */
export const whereDataLies =
  "findmnt -no FSTYPE,SOURCE,TARGET -T /data/docker; docker info --format '{{.DockerRootDir}}'";

export class CloudStack implements CaseStack {
  /** Everything that exists in the cloud. */
  readonly folder: string;
  private readonly scratch = mkdtempSync(join(tmpdir(), "docker-host-cloud-"));
  private readonly clone = new FreshClone();
  private readonly env = join(this.scratch, "env");

  constructor(private readonly cloud: Cloud) {
    this.folder = join(this.scratch, "cloud");
  }

  /** Sets up the engine and an empty stack; the image is the one that the stand-in boots. */
  async create(image: typeof ensureGuestImage): Promise<void> {
    await ensureQemu(show);
    mkdirSync(join(this.scratch, "state"));
    mkdirSync(this.folder);
    const docker = await this.boots(image);
    await this.clone.run("bash", "-c", `source '${this.env}' && pulumi stack init ${this.cloud.stack}`);
    this.set({ ...docker, repository: "http://169.254.169.100/linux/centos" }, "docker");
  }

  private async boots(image: typeof ensureGuestImage): Promise<GuestImage["docker"]> {
    const { image: disk, repositoryDirectory, docker } = await image(show);
    const accelerator = await ensureAcceleration(disk, show);
    const { path, env } = await ensurePulumi(show);
    const own: Record<string, string> = {
      ...env,
      PULUMI_BACKEND_URL: `file://${join(this.scratch, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "laboratory",
      PULUMI_LAB_CLOUD: this.folder,
      PULUMI_LAB_IMAGE: JSON.stringify({ ...disk, accelerator, repositoryDirectory }),
      PATH: [
        join(root, "test", "lab", this.cloud.standIn),
        join(root, "test", "lab", "ways"),
        ...path,
        process.env.PATH ?? "",
      ].join(delimiter),
    };
    const quoted = Object.entries(own).map(([name, value]) => `export ${name}=${quote(value)}`);
    writeFileSync(this.env, `${quoted.join("\n")}\nunset PULUMI_CONFIG_PASSPHRASE_FILE\n`);
    return docker;
  }

  /** One command of the CLI on the stack. */
  pulumi(command: string): Promise<Result> {
    return this.clone.run("bash", "-c", this.line(command));
  }

  private line(command: string): string {
    return `source '${this.env}' && pulumi ${command} --non-interactive --color never -s ${this.cloud.stack}`;
  }

  /** What a command answers on stdout, which is shown to nobody. */
  private async read(command: string): Promise<string> {
    return (await this.clone.read("bash", "-c", `${this.line(command)} 2>/dev/null`)).output;
  }

  preview(): Promise<Result> {
    return this.pulumi("preview");
  }

  up(): Promise<Result> {
    return this.pulumi("up --yes --skip-preview");
  }

  unchangedBy(command: "up" | "refresh"): Promise<Result> {
    return this.pulumi(`${command} --yes --skip-preview --expect-no-changes`);
  }

  refresh(): Promise<Result> {
    return this.pulumi("refresh --yes --skip-preview");
  }

  destroy(): Promise<Result> {
    return this.pulumi("destroy --yes --skip-preview");
  }

  /** Sets an argument of the component, by its path, or takes it out. */
  set(value: unknown, ...path: string[]): void {
    const file = join(this.clone.directory, "stacks", `Pulumi.${this.cloud.stack}.yaml`);
    const settings = parseDocument(readFileSync(file, "utf8"));
    const place = ["config", `docker-host:${this.cloud.target}`, ...path];
    if (value === undefined) settings.deleteIn(place);
    else settings.setIn(place, value);
    writeFileSync(file, settings.toString());
  }

  async outputs(): Promise<HostOutputs> {
    return JSON.parse(await this.read("stack output --json --show-secrets")) as HostOutputs;
  }

  /** What the state holds of the machines, or of another type of resource. */
  async resources(wanted = this.cloud.machine): Promise<{ id: string; urn: string }[]> {
    const { deployment } = JSON.parse(await this.state()) as {
      deployment: { resources: { type: string; id: string; urn: string }[] };
    };
    return deployment.resources.filter(({ type }) => type === wanted);
  }

  async machines(): Promise<string[]> {
    return (await this.resources()).map(({ id }) => id);
  }

  /** The whole deployment, as somebody sees it who has the backend and not the passphrase. */
  state(): Promise<string> {
    return this.read("stack export");
  }

  /** A command on the host, with the outputs and nothing else, or as another user who has that key. */
  async ssh(command: string, as?: { user: string; privateKey: string }): Promise<Result> {
    return finish(await this.session(command, as));
  }

  /** The same, while it runs. */
  async session(command: string, as?: { user: string; privateKey: string }): Promise<ChildProcess> {
    const { address, port, knownHosts, ...login } = await this.outputs();
    const { user, privateKey } = as ?? login;
    const [key, hosts] = [join(this.scratch, `key-of-${user}`), join(this.scratch, "known_hosts")];
    writeFileSync(key, privateKey, { mode: 0o600 });
    writeFileSync(hosts, `${knownHosts}\n`);
    const options = ["-F", "none", "-i", key, "-o", "IdentitiesOnly=yes", "-o", `UserKnownHostsFile=${hosts}`];
    return this.clone.start(
      "ssh",
      ...options,
      "-p",
      String(port),
      "-o",
      "BatchMode=yes",
      `${user}@${address}`,
      command,
    );
  }

  /** The same by the host's own entry for ~/.ssh/config, as a person or docker would. */
  async sshByConfig(command: string): Promise<Result> {
    const { sshConfig, privateKey, knownHosts } = (await this.outputs()) as HostOutputs & { sshConfig: string };
    const [config, key, hosts] = ["config", "key", "known_hosts"].map((name) => join(this.scratch, name));
    writeFileSync(`${config}`, sshConfig);
    writeFileSync(`${key}`, privateKey, { mode: 0o600 });
    writeFileSync(`${hosts}`, `${knownHosts}\n`);
    const line = `ssh -F ${config} -i ${key} -o IdentitiesOnly=yes -o UserKnownHostsFile=${hosts} docker-host ${quote(command)}`;
    return this.clone.run("bash", "-c", `source '${this.env}' && ${line}`);
  }

  async remove(): Promise<void> {
    await this.destroy();
    this.clone.remove();
    rmSync(this.scratch, { recursive: true, force: true });
  }
}
