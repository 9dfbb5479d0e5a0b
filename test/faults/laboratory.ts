// SPDX-License-Identifier: Apache-2.0
// A machine that is put back to the moment at which it was verified before each fault. Its checks go through the command
// provider, as `up` would send them, with the same inputs.
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

import type { KeyPair } from "../../cloud-init";
import { checkCommand } from "../../components/health/check-command";
import { consoleHint } from "../../components/health/console-log";
import { type HealthReport, parseReport } from "../../components/health/report";
import { type Expectations, script } from "../../components/health/script";
import { dialsPerTry, judge, secondsPerTry } from "../../components/health/ssh-failure";
import type { ProviderUnderTest } from "../tools/stand-ins/command-provider/under-test";
import type { Properties } from "../../tools/stand-ins/command-provider/values";
import { daemonConfig } from "./daemon-config";
import { limits } from "./fault";
import type { Machine } from "./machine";

/** What a check came to. */
export interface Outcome {
  report: HealthReport;
  /** What `up` would show; empty where it went well. */
  error: string;
  /** How often the provider was asked. */
  tries: number;
}

export class Laboratory {
  private hangs = false;

  constructor(
    private readonly machine: Machine,
    private readonly provider: ProviderUnderTest,
    private readonly keys: { host: KeyPair; login: KeyPair },
  ) {}

  async restore(): Promise<void> {
    if (this.hangs) throw new Error("the emulated machine hangs since an earlier test");
    await this.machine.restore();
  }

  /** Runs a script as root on the machine and returns what it printed. */
  async run(text: string): Promise<string> {
    const { stdout } = await this.create({ create: "sudo bash -euo pipefail -s", stdin: text, logging: "none" });
    return String(stdout);
  }

  async consoleSays(text: RegExp): Promise<void> {
    while (!text.test(readFileSync(this.machine.console, "latin1"))) await pause(200);
  }

  /** The whole check, tried again as long as the component would. */
  async check(expected: Partial<Expectations> = {}, connection: Properties = {}): Promise<Outcome> {
    const all: Expectations = {
      name: "lab",
      dockerUsers: ["rocky", "ci"],
      installed: true,
      daemonConfig,
      ssh: { host: "127.0.0.1", port: this.machine.port, user: "rocky" },
      limits,
      ...expected,
    };
    const begin = Date.now();
    const errors: string[] = [];
    for (let tries = 1; ; tries++) {
      try {
        const inputs = { ...checkCommand(all.limits), stdin: script(all) };
        const { stdout } = await this.create(inputs, connection, secondsPerTry(all.limits), all.limits.total + 200);
        return { report: parseReport(String(stdout)), error: "", tries };
      } catch (problem) {
        const error = problem instanceof Error ? problem.message : String(problem);
        errors.unshift(error);
        const seconds = (Date.now() - begin) / 1000;
        const { retry, message } = judge(all.name, errors, seconds, all.limits, consoleHint(this.machine.console));
        if (!retry) return { report: parseReport(error), error: message ?? error, tries };
      }
    }
  }

  private create(inputs: Properties, connection: Properties = {}, timeout = 60, patience = 300): Promise<Properties> {
    const own = {
      host: "127.0.0.1",
      port: this.machine.port,
      user: "rocky",
      privateKey: this.keys.login.privateKey,
      hostKey: this.keys.host.publicKey,
      dialErrorLimit: dialsPerTry({ ssh: 60 }),
      perDialTimeout: 5,
    };
    const all = { ...inputs, connection: { ...own, ...connection }, addPreviousOutputInEnv: false };
    const answer = this.provider.create("command:remote:Command", all, { timeout });
    const silence = new AbortController();
    const hang = pause(patience * 1000, undefined, { signal: silence.signal }).then(() => {
      this.hangs = true;
      throw new Error("the emulated machine hangs: a session has outlived every limit that the check keeps by itself");
    });
    return Promise.race([answer, hang]).finally(() => silence.abort());
  }
}
