// SPDX-License-Identifier: Apache-2.0

import { complete, render } from "../../cloud-init";
import { defaultLimits } from "../../components/health/probes";
import { makeKeyPair } from "../../components/key-pair";
import { ensureDockerImage } from "../lab/docker-image";
import { Laboratory, type Outcome } from "./laboratory";
import { Machine, type Setting } from "./machine";

/** One machine that was verified once, and as many copies of it as tests run side by side. */
export class Laboratories {
  private readonly keys = { host: makeKeyPair("host"), login: makeKeyPair("login") };
  private readonly idle: Laboratory[] = [];
  private readonly machines: Machine[] = [];

  constructor(private readonly setting: Setting) {}

  /** Boots the machine, waits until it is healthy and copies it at that moment. */
  async start(): Promise<Outcome> {
    const image = await ensureDockerImage(() => {});
    const machine = await Machine.create({ ...this.setting, image }, this.userData());
    this.machines.push(machine);
    const outcome = await new Laboratory(machine, this.keys).check({
      limits: { ...defaultLimits, total: 1200 },
    });
    if (!outcome.report.healthy)
      throw new Error(`the machine is not healthy before anything is done to it: ${outcome.error}`);
    await machine.keep();
    for (let number = 1; number <= this.setting.copies; number++) {
      const copy = await machine.copy(`copy-${number}`);
      this.machines.push(copy);
      this.idle.push(new Laboratory(copy, this.keys));
    }
    return outcome;
  }

  /** Lends a machine on which nothing was done yet. */
  async use(work: (laboratory: Laboratory) => Promise<void>): Promise<void> {
    const laboratory = this.idle.pop();
    if (!laboratory)
      throw new Error("more tests run side by side than there are machines; see tools/testing/faults.ts");
    try {
      await laboratory.restore();
      await work(laboratory);
    } finally {
      this.idle.push(laboratory);
    }
  }

  async stop(): Promise<void> {
    for (const machine of this.machines) await machine.delete();
  }

  private userData(): string {
    const { docker } = this.setting.image;
    return render(
      complete({
        login: "rocky",
        loginKeys: [this.keys.login.publicKey],
        hostKey: this.keys.host,
        users: [{ name: "ci" }],
        dockerUsers: ["rocky", "ci"],
        ...(docker && { docker }),
      }),
    );
  }
}
