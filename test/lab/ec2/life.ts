// SPDX-License-Identifier: Apache-2.0
// How instances end: by the API, or because the guest has switched itself off.
import { existsSync } from "node:fs";

import type { CloudFolder } from "../cloud/folder";
import { releaseAddress } from "../cloud/loopback";
import { deleteMachine, discardMachine, isRunning, stopMachine } from "../cloud/machine";
import { elasticIps, type Instance, instances, volumes } from "./records";

/** An instance as it is now, `undefined` where it has terminated itself. */
export function observe(cloud: CloudFolder, id: string): Instance | undefined {
  const instance = cloud.find(instances, id);
  if (!instance) return undefined;
  if (instance.state !== "running" || isRunning(cloud.machine(id))) return instance;
  if (instance.shutdownBehavior === "terminate") {
    forget(cloud, instance);
    discardMachine(cloud.machine(id));
    return undefined;
  }
  return stopped(cloud, instance);
}

export const livingInstances = (cloud: CloudFolder): Instance[] =>
  cloud.all(instances).flatMap(({ id }) => observe(cloud, id) ?? []);

/** Who stops loses the public address that came with the start. */
export function stopped(cloud: CloudFolder, instance: Instance): Instance {
  const { publicIp, ...others } = instance;
  const now: Instance = instance.ephemeral ? { ...others, state: "stopped" } : { ...instance, state: "stopped" };
  if (instance.ephemeral && publicIp !== undefined) releaseAddress(cloud, publicIp);
  cloud.save(instances, instance.id, now);
  return now;
}

export async function stopInstance(cloud: CloudFolder, id: string): Promise<void> {
  const instance = observe(cloud, id);
  if (instance?.state !== "running") return;
  cloud.save(instances, id, { ...instance, state: "stopping" });
  await stopMachine(cloud.machine(id));
  stopped(cloud, instance);
}

export async function terminate(cloud: CloudFolder, instance: Instance): Promise<void> {
  if (existsSync(cloud.machine(instance.id))) await deleteMachine(cloud.machine(instance.id));
  forget(cloud, instance);
}

/** Its own address goes with it; an Elastic IP and volumes stay, attached to nothing. */
function forget(cloud: CloudFolder, { id, ephemeral, publicIp }: Instance): void {
  if (ephemeral && publicIp !== undefined) releaseAddress(cloud, publicIp);
  for (const address of cloud.all(elasticIps)) {
    if (address.instanceId === id)
      cloud.save(elasticIps, address.allocationId, { ...address, instanceId: undefined, associationId: undefined });
  }
  for (const volume of cloud.all(volumes)) {
    if (volume.instanceId === id)
      cloud.save(volumes, volume.id, { ...volume, instanceId: undefined, deviceName: undefined });
  }
  cloud.remove(instances, id);
}
