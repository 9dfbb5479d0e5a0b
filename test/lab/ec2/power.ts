// SPDX-License-Identifier: Apache-2.0
// How an instance that is off is started.
import type { CloudFolder } from "../cloud/folder";
import { claimAddress } from "../cloud/loopback";
import { startMachine } from "../cloud/machine";
import { applyFirewall } from "./firewall";
import { writeMetadata } from "./metadata";
import { type Instance, instances } from "./records";

export async function startInstance(cloud: CloudFolder, off: Instance): Promise<Instance> {
  const started: Instance = { ...(await withAddress(cloud, off)), state: "pending" };
  cloud.save(instances, off.id, started);
  writeMetadata(cloud, started);
  await applyFirewall(cloud, started);
  await startMachine(cloud.machine(off.id));
  const running: Instance = { ...started, state: "running" };
  cloud.save(instances, off.id, running);
  return running;
}

/** Each start brings another address, unless an Elastic IP is there. */
export async function withAddress(cloud: CloudFolder, instance: Instance): Promise<Instance> {
  if (!instance.autoPublic || instance.publicIp !== undefined) return instance;
  return { ...instance, publicIp: await claimAddress(cloud, instance.id), ephemeral: true };
}
