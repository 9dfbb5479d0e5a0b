// SPDX-License-Identifier: Apache-2.0
// `pulumi-docker-host` run as a process in an empty folder, by somebody whose PATH begins with what the test puts there.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import type { HostAccess } from "../../../components/health/access";
import { root } from "../../../tools/shared/places";
import { environmentOfAPerson } from "../../person";

export interface Ran {
  status: number | null;
  stdout: string;
  stderr: string;
  /** The same, as bytes. */
  bytes: Buffer;
}

export const program = join(root, "tools", "cli", "bin.js");

export class CommandLine {
  readonly folder = mkdtempSync(join(tmpdir(), "command-line-"));
  readonly env: NodeJS.ProcessEnv = environmentOfAPerson();

  constructor() {
    const bin = join(this.folder, "bin");
    mkdirSync(bin);
    this.env.PATH = [bin, this.env.PATH ?? ""].join(delimiter);
  }

  /** A program that comes first on PATH. */
  program(name: string, text: string): void {
    writeFileSync(join(this.folder, "bin", name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  }

  /** A `pulumi` that has this state, and shows in `asked` what it was asked. */
  state(exported: string): void {
    writeFileSync(join(this.folder, "state.json"), exported);
    this.program("pulumi", `echo "$*" >>'${this.folder}/asked'; cat '${this.folder}/state.json'`);
  }

  file(name: string, text: string): string {
    writeFileSync(join(this.folder, name), text);
    return name;
  }

  run(args: string[], input: string | Buffer = ""): Promise<Ran> {
    return this.start(process.execPath, [program, ...args], input);
  }

  start(command: string, args: string[], input: string | Buffer = ""): Promise<Ran> {
    const child = spawn(command, args, { cwd: this.folder, env: this.env, stdio: "pipe" });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (part: Buffer) => stdout.push(part));
    child.stderr.on("data", (part: Buffer) => stderr.push(part));
    child.stdin.on("error", () => {}).end(input);
    return new Promise((resolve, reject) => {
      child.on("error", reject).on("close", (status) => {
        const bytes = Buffer.concat(stdout);
        resolve({ status, stdout: bytes.toString(), stderr: Buffer.concat(stderr).toString(), bytes });
      });
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

const secret = (value: string) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(value),
});

/** What `pulumi stack export --show-secrets` prints for a stack with these hosts. */
export function exported(stack: string, hosts: HostAccess[], more: object[] = []): string {
  const urn = (type: string, name: string) => `urn:pulumi:${stack}::project::${type}::${name}`;
  const health = "pulumi-docker-host:index:LocalDockerHost$pulumi-docker-host:index:HostHealth";
  const stashes = hosts.map((access) => ({
    urn: urn(`${health}$pulumi:index:Stash`, `${access.host}-health-access`),
    type: "pulumi:index:Stash",
    inputs: { input: secret(JSON.stringify(access)) },
  }));
  const root = { urn: urn("pulumi:pulumi:Stack", `project-${stack}`), type: "pulumi:pulumi:Stack" };
  return JSON.stringify({ version: 3, deployment: { resources: [root, ...stashes, ...more] } });
}

/** Lines that a terminal of this width would break. */
export const tooLong = (text: string, width: number) => text.split(/\r?\n/).filter((line) => line.length > width);
