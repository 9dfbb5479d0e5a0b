// SPDX-License-Identifier: Apache-2.0
// One laboratory machine that was verified once and is put back to that moment before each fault. Its checks go through
// the command provider, as `up` would send them, with the same inputs.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

import { complete, render } from "../../cloud-init";
import { checkCommand } from "../../components/health/check-command";
import { consoleHint } from "../../components/health/console-log";
import { defaultLimits, type Limits } from "../../components/health/probes";
import { type HealthReport, parseReport } from "../../components/health/report";
import { type Expectations, script } from "../../components/health/script";
import { dialsPerTry, judge, secondsPerTry } from "../../components/health/ssh-failure";
import { makeKeyPair } from "../../components/ssh-identity";
import type { GuestImage } from "../../tools/guest-image";
import { root } from "../../tools/places";
import { ProviderUnderTest } from "../tools/stand-ins/command-provider/under-test";
import type { Properties } from "../../tools/stand-ins/command-provider/values";
import { hung } from "../e2e/fresh-clone";
import { daemonConfig } from "./daemon-config";

/** What tools/test-faults.ts has found out. */
export interface Setting {
  image: GuestImage;
  accelerator: string;
  port: number;
  /** The machine's folder; who made it removes it, also where the tests were interrupted. */
  directory: string;
}

/** Short, so that the suite is; each fault is told by its stage, never by a stopwatch. */
export const limits: Limits = { ssh: 60, cloudInit: 12, dockerd: 25, container: 40, total: 150 };

/** What a check came to. */
export interface Outcome {
  report: HealthReport;
  /** What `up` would show; empty where it went well. */
  error: string;
  /** How often the provider was asked. */
  tries: number;
}

export class Laboratory {
  private readonly hostKey = makeKeyPair("host");
  private readonly loginKey = makeKeyPair("login");
  private provider: ProviderUnderTest | undefined;
  private hangs = false;

  constructor(private readonly setting: Setting) {}

  /** Boots the machine, waits until it is healthy and keeps that moment. */
  async start(): Promise<Outcome> {
    this.provider = await ProviderUnderTest.start();
    // One boot in some twenty never gets its network: see FreshClone.boot.
    const first = await this.boot();
    const outcome = hung.test(first.error) ? await this.boot() : first;
    if (!outcome.report.healthy)
      throw new Error(`the machine is not healthy before anything is done to it: ${outcome.error}`);
    await this.monitor("savevm healthy");
    return outcome;
  }

  private async boot(): Promise<Outcome> {
    await this.machine("create", this.userData());
    return this.check({ limits: { ...defaultLimits, total: 1200 } });
  }

  async stop(): Promise<void> {
    await this.provider?.stop();
    await this.machine("delete");
  }

  async restore(): Promise<void> {
    if (this.hangs) throw new Error("the emulated machine hangs since an earlier test");
    await this.monitor("loadvm healthy");
  }

  /** Runs a script as root on the machine and returns what it printed. */
  async run(text: string): Promise<string> {
    const { stdout } = await this.create({ create: "sudo bash -euo pipefail -s", stdin: text, logging: "none" });
    return String(stdout);
  }

  private console(): string {
    return join(this.setting.directory, "console.log");
  }

  async consoleSays(text: RegExp): Promise<void> {
    while (!text.test(readFileSync(this.console(), "latin1"))) await pause(200);
  }

  /** The whole check, tried again as long as the component would. */
  async check(expected: Partial<Expectations> = {}, connection: Properties = {}): Promise<Outcome> {
    const all: Expectations = {
      name: "lab",
      dockerUsers: ["rocky", "ci"],
      installed: true,
      daemonConfig,
      ssh: { host: "127.0.0.1", port: this.setting.port, user: "rocky" },
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
        const { retry, message } = judge(all.name, errors, seconds, all.limits, consoleHint(this.console()));
        if (!retry) return { report: parseReport(error), error: message ?? error, tries };
      }
    }
  }

  private create(inputs: Properties, connection: Properties = {}, timeout = 60, patience = 300): Promise<Properties> {
    if (!this.provider) throw new Error("the laboratory was not started");
    const own = {
      host: "127.0.0.1",
      port: this.setting.port,
      user: "rocky",
      privateKey: this.loginKey.privateKey,
      hostKey: this.hostKey.publicKey,
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

  private userData(): string {
    const { docker } = this.setting.image;
    return render(
      complete({
        login: "rocky",
        loginKeys: [this.loginKey.publicKey],
        hostKey: this.hostKey,
        users: [{ name: "ci" }],
        dockerUsers: ["rocky", "ci"],
        ...(docker && { docker }),
      }),
    );
  }

  private async machine(action: string, stdin = ""): Promise<void> {
    const { image, accelerator, port } = this.setting;
    const local = join(root, "components", "local");
    const env = {
      ...process.env,
      DIRECTORY: this.setting.directory,
      NAME: "faults",
      QEMU: process.arch === "arm64" ? "qemu-system-aarch64" : "qemu-system-x86_64",
      MACHINE_TYPE: process.arch === "arm64" ? "virt" : "q35",
      IMAGE_DISK: image.image.disk,
      IMAGE_KERNEL: image.image.kernel ?? "",
      IMAGE_INITRD: image.image.initrd ?? "",
      IMAGE_KERNEL_ARGS: image.image.kernelArgs ?? "",
      SSH_PORT: String(port),
      MEMORY_MIB: "2048",
      // Two emulated ones wait for each other forever where the snapshot was taken between a signal and its answer.
      CPUS: "1",
      DISK_GIB: "12",
      ACCELERATOR: accelerator,
      REPOSITORY_DIRECTORY: image.repositoryDirectory ?? "",
      SERVE_DIRECTORY: join(local, "serve-directory.mjs"),
      NODE: process.execPath,
      BOOTS: "1",
    };
    const running = promisify(execFile)("bash", [join(local, "machine.sh"), action], { env });
    running.child.stdin?.end(stdin);
    await running;
  }

  /** One command of QEMU's monitor. */
  private monitor(command: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect(join(this.setting.directory, "monitor.sock"));
      let [seen, sent] = ["", false];
      socket.on("data", (chunk: Buffer) => {
        seen += chunk.toString();
        const prompts = seen.split("(qemu) ").length - 1;
        // Its echo comes in pieces; a second `loadvm` would undo what the test has done since the first.
        if (prompts === 1 && !sent) {
          sent = true;
          socket.write(`${command}\n`);
        }
        if (prompts < 2) return;
        socket.end();
        const answer = seen.split("(qemu) ")[1] ?? "";
        if (/error/i.test(answer)) reject(new Error(answer));
        else resolve();
      });
      socket.on("error", reject);
    });
  }
}
