// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { delimiter } from "node:path";

import type { HealthReport } from "../../components/health/report";
import type { Login } from "./access";
import type { KeptHost } from "./orders";

/** A verified Docker host that is thrown away. */
export interface EphemeralHost extends Login {
  /** Name of the Pulumi stack that the host is. */
  stack: string;
  /** `ssh://user@address:port`. Docker finds key and host key by {@link env}. */
  dockerHost: string;
  dockerVersion: string;
  health: HealthReport;
  /** For child processes that use Docker: `DOCKER_HOST`, and a `PATH` on which `ssh` knows the host. */
  env: { DOCKER_HOST: string; PATH: string };
  /** Arguments with which `ssh` reaches the host. @example ["-F", "/tmp/ephemeral-x/ssh/config", "127.0.0.1"] */
  ssh: string[];
  /** Runs a line of shell on the host. Resolves when it has ended, in whatever way. */
  exec(command: string, options?: ExecOptions): Promise<Executed>;
}

export interface ExecOptions {
  /** What the command reads. @default - nothing */
  stdin?: string;
}

export interface Executed {
  /** The command's exit status; 255 where the host was not reached, as `ssh` has it. */
  status: number;
  stdout: string;
  stderr: string;
}

export function ephemeralHost(stack: string, { access, ...kept }: KeptHost): EphemeralHost {
  const ssh = ["-F", access.config, kept.address];
  return {
    ...kept,
    stack,
    env: { DOCKER_HOST: kept.dockerHost, PATH: [access.bin, process.env.PATH ?? ""].join(delimiter) },
    ssh,
    exec: (command, options) => execute([...ssh, "--", command], options),
  };
}

function execute(args: string[], { stdin = "" }: ExecOptions = {}): Promise<Executed> {
  return new Promise((resolve, reject) => {
    const child = spawn("ssh", args);
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (part: Buffer) => stdout.push(part));
    child.stderr.on("data", (part: Buffer) => stderr.push(part));
    const text = (parts: Buffer[]) => Buffer.concat(parts).toString();
    child.on("error", reject);
    child.on("close", (status) => resolve({ status: status ?? 255, stdout: text(stdout), stderr: text(stderr) }));
    // A command that does not read its stdin may be gone before all of it is written.
    child.stdin.on("error", () => {}).end(stdin);
  });
}
