// SPDX-License-Identifier: Apache-2.0
// How a platform's machine becomes an image: made, proved as every host, sealed, switched off, and its disk kept.
import * as pulumi from "@pulumi/pulumi";
import type { OutputMap, Stack } from "@pulumi/pulumi/automation";

import type { DockerHostOutputs } from "../docker-host-outputs";
import { connectionTo, type Login } from "../ephemeral/access";
import { type Say, up } from "../ephemeral/engine";
import { freePort } from "../ephemeral/free-port";
import type { BakedImage, ImageFacts } from "./baked-image";
import { imageTargets } from "./bakeries";
import { machineMinutes } from "./bakery";
import type { BakeOrder } from "./order";
import { type ImageLabel, seal, sealScript } from "./seal";

/** Of the machine in its stack. */
export const hostName = "image";

/** What a stack gives whose machine is proved. */
type Proved = Login & { imageName: string };

export class Making {
  /** Known when the machine is sealed: the stack then gets its image. */
  private facts: ImageFacts | undefined;
  private readonly images;

  constructor(
    private readonly order: BakeOrder,
    private readonly digest: string,
    private readonly say: Say,
    private readonly ending: AbortSignal,
  ) {
    this.images = imageTargets[order.target]();
  }

  /** The program of the stack. */
  async program(): Promise<Record<string, unknown>> {
    const { facts, digest } = this;
    const { args } = this.order;
    const bakery = this.images.bakery();
    if ("takeDisk" in bakery) {
      const machine = { sshPort: await freePort(), ttlMinutes: machineMinutes };
      return proved(bakery.createHost(hostName, args, machine));
    }
    if (facts) return { image: bakery.createImage(hostName, bakery.createHost(hostName, args, "image"), args, facts) };
    const found = await bakery.find(digest, args);
    return found ? { found } : proved(bakery.createHost(hostName, args, "host"));
  }

  /** Brings the stack up until there is an image. */
  async image(stack: Stack, machineFolder: string): Promise<BakedImage<unknown>> {
    const { order, say, ending } = this;
    const bakery = this.images.bakery();
    const first = values(await up(stack, say, ending)) as { found?: BakedImage<unknown>; host: Proved };
    if (first.found) return first.found;
    const isFile = "takeDisk" in bakery;
    const script = sealScript(this.label(first.host), this.images.guest(order.args), isFile);
    const facts = await seal(connectionTo(first.host), script, say, ending);
    if (isFile) return { ...facts, image: await bakery.takeDisk(machineFolder, order.args, facts, ending) };
    this.facts = facts;
    const second = values(await up(stack, say, ending));
    return { ...facts, image: second.image };
  }

  private label({ imageName: base }: Proved): ImageLabel {
    const baked = new Date().toISOString().replace(/\.\d+/, "");
    const moment = baked.replace(/[-:Z]/g, "").replace("T", "-");
    return { name: `docker-host-${this.digest.slice(0, 12)}-${moment}`, base, digest: this.digest, baked };
  }
}

function proved(host: DockerHostOutputs): Record<string, unknown> {
  const { address, port, user, knownHosts, privateKey, proxyCommand, imageName } = host;
  return { host: pulumi.secret({ address, port, user, knownHosts, privateKey, proxyCommand, imageName }) };
}

function values(outputs: OutputMap): Record<string, unknown> {
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value as unknown]));
}
