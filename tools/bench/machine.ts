// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { freePort } from "../../components/ephemeral/free-port";
import { makeKeyPair } from "../../components/key-pair";
import type { Connection } from "../../components/ssh/connection";
import { login } from "../../components/local/defaults";
import { actOn, type LocalMachine } from "../testing/local-machine";
import type { TestMachines } from "../testing/machines";

/** What all machines of a run have in common: the keys too, so that no way has to make its own. */
export interface Setting extends TestMachines {
  keys: { host: ReturnType<typeof makeKeyPair>; login: ReturnType<typeof makeKeyPair> };
}

export function settingOf(machines: TestMachines): Setting {
  return { ...machines, keys: { host: makeKeyPair("host"), login: makeKeyPair("login") } };
}

/** A machine that was just switched on. */
export interface Measured {
  connection: Connection;
  /** Seconds since it was switched on. */
  elapsed: () => number;
}

/** Switches a machine on, has `work` done with it, and takes it away whatever comes of that. */
export async function withMachine<T>(
  setting: Setting,
  userData: string,
  signal: AbortSignal,
  work: (measured: Measured) => Promise<T>,
): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), "docker-host-bench-"));
  const port = await freePort();
  const machine: LocalMachine = { ...setting, directory, port, name: "bench", cpus: 2 };
  try {
    await actOn(machine, "create", userData);
    const begin = performance.now();
    const { host, login: own } = setting.keys;
    const key = { privateKey: own.privateKey, hostKey: host.publicKey };
    return await work({
      connection: { host: "127.0.0.1", port, user: login, ...key },
      elapsed: () => (performance.now() - begin) / 1000,
    });
  } catch (error) {
    // Whatever it was at: what counts is that somebody has ended it.
    signal.throwIfAborted();
    throw error;
  } finally {
    await actOn(machine, "delete");
    rmSync(directory, { recursive: true, force: true });
  }
}
