// SPDX-License-Identifier: Apache-2.0
// What the stand-ins for `aws` and `gcloud` have in common: the laboratory's cloud, and the way to a machine's port 22.
import { appendFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";

import { freePort } from "../../../components/ephemeral/free-port";
import { CloudFolder } from "../cloud/folder";
import { isRunning } from "../cloud/machine";
import { tell } from "../cloud/monitor";

/** How a program of a cloud may fail, as a test wants it: `ways.json` in the cloud's folder. */
export interface Wishes {
  /** Nobody is logged in. */
  loggedOut?: boolean;
  /** What nobody may do. */
  denied?: string[];
  /** Profiles that `~/.aws/config` has. */
  profiles?: string[];
  /** Machines whose SSM agent has registered. @default - those that have an instance profile */
  registered?: string[];
  /** There is no EC2 Instance Connect Endpoint. */
  noEndpoint?: boolean;
  /** It waits for ever, as both are known to do, and does not listen to SIGTERM. */
  hangs?: boolean;
  /** What it says on stderr before anything else. */
  warns?: string;
  /** Port of 127.0.0.1 that is port 22 of each machine. @default - the machine's own */
  sshPort?: number;
}

export const cloud = CloudFolder.fromEnvironment();
export const wishes = (cloud.json("ways.json") ?? {}) as Wishes;

/** Each call, with its words, for a test to look at. */
export function note(program: string, words: string[]): void {
  if (cloud.has("ways.json")) appendFileSync(join(cloud.path, "ways.log"), `${[program, ...words].join(" ")}\n`);
}

export class Refused extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

/** Runs a program to its end. */
export async function main(run: () => Promise<number>): Promise<void> {
  try {
    if (wishes.warns !== undefined) process.stderr.write(`${wishes.warns}\n`);
    if (wishes.hangs) await hang();
    process.exitCode = await run();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.status;
  }
}

async function hang(): Promise<never> {
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => {});
  setInterval(() => {}, 1000);
  return new Promise(() => {});
}

/** Connects stdin and stdout with port 22 inside a machine, past its firewall. Resolves to false where nobody listens. */
export async function intoMachine(machine: string): Promise<boolean> {
  if (wishes.sshPort !== undefined) return through("127.0.0.1", wishes.sshPort);
  const folder = cloud.machine(machine);
  if (!isRunning(folder)) return false;
  const forward = `tcp:127.0.0.1:${await freePort()}`;
  await tell(folder, [`hostfwd_add net0 ${forward}-:22`]);
  try {
    return await through("127.0.0.1", Number(forward.split(":").at(-1)));
  } finally {
    await tell(folder, [`hostfwd_remove net0 ${forward}`]);
  }
}

/** Until one of both sides ends it. */
export function through(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    let isOpen = false;
    const socket = connect(port, host, () => {
      isOpen = true;
      process.stdin.pipe(socket).pipe(process.stdout);
    });
    socket.on("error", () => {}).on("close", () => resolve(isOpen));
    process.stdin.on("end", () => socket.destroy());
    process.once("SIGTERM", () => socket.destroy());
  });
}

/** The options among words: `--name value` and `--name=value`. The rest are the words by themselves. */
export function parse(words: string[]): { options: Record<string, string>; rest: string[]; flags: string[] } {
  const options: Record<string, string> = {};
  const [rest, flags]: [string[], string[]] = [[], []];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    const [, name, value] = /^(--[a-z-]+)(?:=([^]*))?$/.exec(word) ?? [];
    if (name === undefined) rest.push(word);
    else if (value !== undefined) options[name] = value;
    else if (words[i + 1]?.startsWith("--") !== false) flags.push(name);
    else options[name] = words[++i] ?? "";
  }
  return { options, rest, flags };
}

export const stdinIsTerminal = () => process.stdin.isTTY;
