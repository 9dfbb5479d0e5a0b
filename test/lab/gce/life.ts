// SPDX-License-Identifier: Apache-2.0
// The end of an instance's time: whoever looks at it then, finds it ended. As Google counts it, the time begins with each
// start of the machine, and one that is off has no end: https://cloud.google.com/compute/docs/instances/limit-vm-runtime
import type { CloudFolder } from "../cloud/folder";
import { releaseAddress } from "../cloud/loopback";
import { deleteMachine, isRunning, stopMachine } from "../cloud/machine";
import { fileOf } from "./names";
import { addresses, attachments, type Instance, instances } from "./records";

/** `undefined`: there is no such instance, or no longer. */
export async function findInstance(cloud: CloudFolder, id: string): Promise<Instance | undefined> {
  const instance = cloud.find(instances, fileOf(id));
  if (!instance || !isOver(instance) || !isRunning(cloud.machine(fileOf(id)))) return instance;
  const { instanceTerminationAction } = instance.inputs.scheduling as { instanceTerminationAction?: string };
  if (instanceTerminationAction === "DELETE") {
    await removeInstance(cloud, instance);
    return undefined;
  }
  await stopMachine(cloud.machine(fileOf(id)));
  return instance;
}

function isOver({ inputs, started }: Instance): boolean {
  const { maxRunDuration } = inputs.scheduling as { maxRunDuration?: { seconds: number } };
  return maxRunDuration !== undefined && Date.now() >= Date.parse(started) + maxRunDuration.seconds * 1000;
}

export function statusOf(cloud: CloudFolder, { id }: Instance): string {
  return isRunning(cloud.machine(fileOf(id))) ? "RUNNING" : "TERMINATED";
}

export async function removeInstance(cloud: CloudFolder, { id, natIp }: Instance): Promise<void> {
  await deleteMachine(cloud.machine(fileOf(id)));
  for (const attachment of cloud.all(attachments))
    if (attachment.instance === id) cloud.remove(attachments, fileOf(attachment.id));
  const isStatic = cloud.all(addresses).some(({ address }) => address === natIp);
  if (natIp !== undefined && !isStatic) releaseAddress(cloud, natIp);
  cloud.remove(instances, fileOf(id));
}
