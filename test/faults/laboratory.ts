// SPDX-License-Identifier: Apache-2.0
// A machine that before each fault is as it was when it was verified. It is checked by what `up` runs, with the same order.
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

import type { KeyPair } from "../../cloud-init";
import { checkOrder, lookLines } from "../../components/health/access";
import { checkHost } from "../../components/health/check-host";
import type { Failure } from "../../components/health/failure";
import { failureScreen } from "../../components/health/failure-screen";
import type { HealthReport } from "../../components/health/report";
import type { Expectations } from "../../components/health/script";
import type { Connection } from "../../components/ssh/connection";
import { runOverSsh } from "../../components/ssh/run";
import { daemonConfig } from "./daemon-config";
import { limits } from "./fault";
import { LookPlace, lookStack } from "./look";
import type { Machine } from "./machine";

/** What a check came to. */
export interface Outcome {
  report: HealthReport;
  failure: Failure | undefined;
  /** What `up` would show; empty where it went well. */
  error: string;
}

export class Laboratory {
  constructor(
    private readonly machine: Machine,
    private readonly keys: { host: KeyPair; login: KeyPair },
  ) {}

  /** Whether the machine is as it was when it was verified. */
  private asVerified = true;

  async restore(): Promise<void> {
    if (!this.asVerified) await this.machine.restore();
    this.asVerified = false;
  }

  /** In place of `restore`, where a script puts right what was done to the machine. */
  async undo(script: string): Promise<void> {
    if (script !== "") await this.run(script);
    this.asVerified = true;
  }

  /** Runs a script as root on the machine and returns what it printed. */
  async run(text: string): Promise<string> {
    const remote = { command: "sudo bash -euo pipefail -s", stdin: text };
    const { stdout, stderr, status } = await runOverSsh(this.connection(), remote, AbortSignal.timeout(300_000));
    if (status !== 0) throw new Error(`status ${status}: ${stderr}`);
    return stdout.trimEnd();
  }

  async whileFrozen<T>(work: () => Promise<T>): Promise<T> {
    this.machine.signal("SIGSTOP");
    try {
      return await work();
    } finally {
      this.machine.signal("SIGCONT");
    }
  }

  async consoleSays(text: RegExp): Promise<void> {
    while (!text.test(readFileSync(this.machine.console, "latin1"))) await pause(200);
  }

  /** A project that knows this machine. */
  get look(): Promise<LookPlace> {
    const { directory } = this.machine;
    const expected = this.expectations();
    return (this.place ??= LookPlace.create(`${directory}-look`, {
      host: expected.name,
      connection: this.connection(),
      expected,
    }));
  }

  private place: Promise<LookPlace> | undefined;

  private expectations(expected: Partial<Expectations> = {}): Expectations {
    return {
      name: "lab",
      dockerUsers: ["rocky", "ci"],
      installed: true,
      daemonConfig,
      limits,
      ...expected,
    };
  }

  /** The whole check. */
  async check(expected: Partial<Expectations> = {}, connection: Partial<Connection> = {}): Promise<Outcome> {
    const all = this.expectations(expected);
    const access = { host: all.name, connection: this.connection(connection), consoleLog: this.machine.console };
    const order = { ...checkOrder({ ...access, expected: all }), boots: false };
    const { report, failure } = await checkHost(order, () => {});
    return { report, failure, error: failure ? failureScreen(all.name, failure, lookLines(all.name, lookStack)) : "" };
  }

  private connection(other: Partial<Connection> = {}): Connection {
    return {
      host: "127.0.0.1",
      port: this.machine.port,
      user: "rocky",
      privateKey: this.keys.login.privateKey,
      hostKey: this.keys.host.publicKey,
      ...other,
    };
  }
}
