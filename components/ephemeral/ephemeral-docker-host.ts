// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";

import { ephemeralHost, type EphemeralHost } from "./host";
import type { EphemeralOptions } from "./options";
import { stop, type Message } from "./messages";
import { check } from "./problems";

/**
 * Makes a Docker host, hands it over, and destroys it when the function has ended: with a result, with an error, or
 * because this process has ended, in whatever way.
 *
 * ```ts
 * await withDockerHost({ target: "aws", args: { sshIngressCidrs: ["203.0.113.7/32"] } }, async (host) => {
 *   console.log((await host.exec("docker ps")).stdout);
 * });
 * ```
 */
export async function withDockerHost<T>(
  options: EphemeralOptions,
  use: (host: EphemeralHost) => T | Promise<T>,
): Promise<T> {
  const docker = new EphemeralDockerHost(options);
  let used: { result: T };
  try {
    used = { result: await use(await docker.start()) };
  } catch (error) {
    // What went wrong first is what the caller wants to know.
    await docker.stop().catch((other: unknown) => (options.log ?? toStderr)(String(other)));
    throw error;
  }
  await docker.stop();
  return used.result;
}

/**
 * A Docker host for the time between {@link start} and {@link stop}, such as `beforeAll` and `afterAll` of a test suite.
 * Where `stop` is never called, the host is destroyed when this process ends.
 */
export class EphemeralDockerHost {
  readonly #options: EphemeralOptions;
  #kept: Kept | undefined;

  /** @throws Error that lists everything that is wrong with the options, the arguments of the host among them. */
  constructor(options: EphemeralOptions) {
    check(options);
    this.#options = options;
  }

  /**
   * Resolves when Docker is proved to work, after minutes. Where that fails, it rejects after all was destroyed. Called
   * again, it gives the same host; after {@link stop} or a failure it makes another one.
   */
  start(): Promise<EphemeralHost> {
    if (!this.#kept || this.#kept.isOver) this.#kept = keep(this.#options);
    return this.#kept.host;
  }

  /** Resolves when nothing is left of the host. It may be called at any time, and again. */
  async stop(): Promise<void> {
    if (!this.#kept) return;
    this.#kept.isOver = true;
    const { child, exit } = this.#kept;
    child.ref();
    child.channel?.ref();
    if (child.connected) child.send(stop, () => {});
    await exit;
  }
}

/** Before there is a stack, an image may be made. */
const called = (stack: string) => (stack === "" ? "the host" : `stack ${stack}`);

function toStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}

interface Kept {
  child: ChildProcess;
  host: Promise<EphemeralHost>;
  /** Rejects where something may be left of it. */
  exit: Promise<void>;
  /** It was told to end, or has ended. */
  isOver: boolean;
}

/** Starts the process that has the host; see keeper.ts. */
function keep({ log = toStderr, args = {}, ...order }: EphemeralOptions): Kept {
  let stack = "";
  const child = fork(join(__dirname, "keeper"), {
    detached: true,
    execArgv: process.execArgv.filter((argument) => !argument.startsWith("--inspect")),
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  let failure: Error | undefined;
  child.on("message", (message: Message) => {
    if ("line" in message) log(message.line);
    else if ("stack" in message) stack = message.stack;
    else if ("failed" in message) failure = new Error(message.failed);
  });
  const exit = new Promise<void>((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (status, signal) => {
      if (status === 0) resolve();
      else
        reject(failure ?? new Error(`keeper of ${called(stack)} ended with ${signal ?? `status ${status}`}; reap it`));
    });
  });
  const host = new Promise<EphemeralHost>((resolve, reject) => {
    child.on("message", (message: Message) => {
      if (!("host" in message)) return;
      // A caller that forgets to stop can then end: the keeper sees that, and stops.
      child.unref();
      child.channel?.unref();
      resolve(ephemeralHost(stack, message.host));
    });
    exit.then(() => reject(failure ?? new Error(`${called(stack)} was stopped`)), reject);
  });
  child.send({ ...order, args });
  const kept = { child, host, exit, isOver: false };
  child.on("exit", () => (kept.isOver = true));
  return kept;
}
