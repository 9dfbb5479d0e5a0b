// SPDX-License-Identifier: Apache-2.0
// What the plugin does for a change of an instance, in its order: what can be changed at any time, then the power, then
// what only a machine can get that is off.
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import type { CloudFolder } from "../cloud/folder";
import { isRunning, startMachine, stopMachine } from "../cloud/machine";
import { monitor } from "../cloud/monitor";
import type { Context } from "../cloud/resource-type";
import { badRequest, notFound } from "./answers";
import { attach, attachmentsOf, detach, wishes } from "./attachments";
import { describe } from "./guest";
import { changedAddress } from "./instance-addresses";
import { mustBeOff, obey } from "./instance-rules";
import { findInstance } from "./life";
import { checkMaintenance } from "./maintenance";
import { fileOf, lastOf, projectOf, zoneOf } from "./names";
import { enforce } from "./reach";
import { type Instance, instances } from "./records";

export async function updateInstance(
  id: string,
  inputs: Properties,
  state: Properties,
  context: Context,
): Promise<Instance> {
  const { cloud, config } = context;
  const before = await findInstance(cloud, id);
  if (!before) throw notFound(id);
  // What is left out stays as it is; and it is set while the machine still has its old type.
  const scheduling = inputs.scheduling ?? before.inputs.scheduling;
  checkMaintenance(String(before.inputs.machineType), scheduling);
  const [project, zone] = [projectOf(inputs, config), zoneOf(inputs, config)];
  const now = { ...before, inputs: obey({ ...inputs, scheduling }, before.disk, project, zone, cloud) };
  const folder = cloud.machine(fileOf(id));
  const wasOn = isRunning(folder);
  const off = mustBeOff(before.inputs, now.inputs);
  const wanted = inputs.desiredStatus as string | undefined;
  if (off && wasOn && wanted !== "TERMINATED" && inputs.allowStoppingForUpdate !== true)
    throw new Error(
      'changing the machine_type, service_account, shielded_instance_config, scheduling.max_run_duration or network_interface.[#d].(network/subnetwork) on a started instance requires stopping it. To acknowledge this, please set allow_stopping_for_update = true in your config. You can also stop it by setting desired_status = "TERMINATED", but the instance will not be restarted after the update.',
    );
  await growBootDisk(folder, before, now);
  now.natIp = await changedAddress(before, now.inputs, context);
  // Without the property, or with one that is the same as before, whoever has switched it off or on is right.
  const isTold = wanted !== undefined && wanted !== state.desiredStatus;
  const goesOff = off || (isTold && wanted === "TERMINATED");
  const comesOn = off ? (wasOn ? wanted !== "TERMINATED" : wanted === "RUNNING") : isTold && wanted === "RUNNING";
  if (goesOff) await stopMachine(folder);
  describe(cloud, now);
  cloud.save(instances, fileOf(id), now);
  await changeDisks(before, now, cloud);
  if (comesOn && !isRunning(folder)) {
    await startMachine(folder);
    cloud.save(instances, fileOf(id), { ...now, started: new Date().toISOString() });
  }
  await enforce(cloud);
  return now;
}

const bootGiB = ({ inputs }: Instance) =>
  (inputs.bootDisk as { initializeParams: { size: number } }).initializeParams.size;

async function growBootDisk(directory: string, before: Instance, now: Instance): Promise<void> {
  const [old, wanted] = [bootGiB(before), bootGiB(now)];
  if (wanted < old) throw badRequest("Requested disk size cannot be smaller than the current disk size.");
  if (wanted === old) return;
  if (!isRunning(directory)) throw new Error("the laboratory's stand-in enlarges the disk of running machines only");
  await monitor(directory, [["block_resize", { device: "virtio0", size: wanted * 1024 ** 3 }]]);
}

async function changeDisks(before: Instance, now: Instance, cloud: CloudFolder): Promise<void> {
  const gone = wishes(before.inputs).filter((old) => !wishes(now.inputs).some(({ source }) => source === old.source));
  const come = wishes(now.inputs).filter((wish) => !wishes(before.inputs).some(({ source }) => source === wish.source));
  for (const attachment of attachmentsOf(cloud, now.id))
    if (gone.some(({ source }) => lastOf(source) === lastOf(attachment.disk))) await detach(cloud, attachment);
  for (const wish of come) await attach(cloud, now.id, wish);
}
