// SPDX-License-Identifier: Apache-2.0
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import { createMachine, isRunning, startMachine, stopMachine } from "../cloud/machine";
import { monitor } from "../cloud/monitor";
import type { Context, ResourceType } from "../cloud/resource-type";
import { badRequest, exists, notFound } from "./answers";
import { admit, attach, attachmentsOf, detach, type Wish } from "./attachments";
import { regionOf } from "./catalog";
import { describe, hardware } from "./guest";
import {
  changedAddress,
  externalAddress,
  type Interface,
  internalAddress,
  plannedInterfaces,
} from "./instance-addresses";
import { checkInstance, instanceInputs } from "./instance-inputs";
import { metadataOf, mustBeOff, obey } from "./instance-rules";
import { labelOutputs } from "./labels";
import { findInstance, removeInstance, statusOf } from "./life";
import { dropSameLinks } from "./same-link";
import { autoName, fileOf, fingerprint, idOf, lastOf, numericId, projectOf, selfLink, zoneOf } from "./names";
import { enforce } from "./reach";
import { checkMaintenance } from "./maintenance";
import { addresses, type Instance, instances } from "./records";

export const instance: ResourceType = {
  inputs: instanceInputs,
  outputs: [
    ...["cpuPlatform", "creationTimestamp", "currentStatus", "effectiveLabels", "instanceId", "labelFingerprint"],
    ...["metadataFingerprint", "minCpuPlatform", "pulumiLabels", "selfLink", "tagsFingerprint"],
  ],
  complete: autoName,
  check: checkInstance,
  compare: dropSameLinks,
  planned: (inputs, state) => ({ networkInterfaces: plannedInterfaces(inputs, state) }),
  create: async (inputs, context) => {
    const { cloud, config } = context;
    const [project, zone] = [projectOf(inputs, config), zoneOf(inputs, config)];
    const id = idOf({ project, scope: `zones/${zone}`, collection: "instances", name: String(inputs.name) });
    const kept = obey(inputs, project, zone, cloud);
    if (await findInstance(cloud, id)) throw exists(id);
    for (const wish of wishes(kept)) admit(cloud, id, wish);
    const natIp = await externalAddress(kept, id, regionOf(zone), context);
    const networkIp = internalAddress(kept, context);
    const created = new Date().toISOString();
    const made = { id, inputs: kept, number: numericId(), created, started: created, networkIp, natIp };
    try {
      describe(cloud, made);
      await createMachine(cloud.machine(fileOf(id)), hardware(made));
      // The firmware is still at work, so the guest finds them on its first boot.
      for (const wish of wishes(kept)) await attach(cloud, id, wish);
    } catch (error) {
      await removeInstance(cloud, made);
      throw error;
    }
    cloud.save(instances, fileOf(id), made);
    await enforce(cloud);
    return { id, outputs: outputsOf(made, context) };
  },
  read: async (id, _state, context) => {
    const found = await findInstance(context.cloud, id);
    return found && outputsOf(found, context);
  },
  update: async (id, inputs, _state, context) => {
    const { cloud, config } = context;
    const before = await findInstance(cloud, id);
    if (!before) throw notFound(id);
    // What is left out stays as it is; and it is set while the machine still has its old type.
    const scheduling = inputs.scheduling ?? before.inputs.scheduling;
    checkMaintenance(String(before.inputs.machineType), scheduling);
    const wanted = { ...inputs, scheduling };
    const now = { ...before, inputs: obey(wanted, projectOf(inputs, config), zoneOf(inputs, config), cloud) };
    const wasOn = isRunning(cloud.machine(fileOf(id)));
    const off = mustBeOff(before.inputs, now.inputs);
    if (off && wasOn && inputs.allowStoppingForUpdate !== true)
      throw new Error(
        "changing the machine_type, service_account, shielded_instance_config, scheduling.max_run_duration or network_interface.[#d].(network/subnetwork) on a started instance requires stopping it. To acknowledge this, please set allow_stopping_for_update = true in your config",
      );
    await growBootDisk(cloud.machine(fileOf(id)), before, now);
    now.natIp = await changedAddress(before, now.inputs, context);
    if (off && wasOn) await stopMachine(cloud.machine(fileOf(id)));
    describe(cloud, now);
    cloud.save(instances, fileOf(id), now);
    await changeDisks(before, now, context);
    if (off && wasOn) {
      await startMachine(cloud.machine(fileOf(id)));
      cloud.save(instances, fileOf(id), { ...now, started: new Date().toISOString() });
    }
    await enforce(cloud);
    return outputsOf(now, context);
  },
  altered: () => [
    "currentStatus",
    "effectiveLabels",
    "labelFingerprint",
    "metadataFingerprint",
    "pulumiLabels",
    "tagsFingerprint",
  ],
  delete: async (id, _state, { cloud }) => {
    const found = await findInstance(cloud, id);
    if (!found) return;
    if (found.inputs.deletionProtection === true)
      throw new Error(
        `cannot delete instance ${String(found.inputs.name)}: instance deletion protection is enabled. Set deletionProtection to false for this resource and run "pulumi up" before attempting to delete it`,
      );
    await removeInstance(cloud, found);
  },
};

const bootGiB = ({ inputs }: Instance) =>
  (inputs.bootDisk as { initializeParams: { size: number } }).initializeParams.size;

async function growBootDisk(directory: string, before: Instance, now: Instance): Promise<void> {
  const [old, wanted] = [bootGiB(before), bootGiB(now)];
  if (wanted < old) throw badRequest("Requested disk size cannot be smaller than the current disk size.");
  if (wanted === old) return;
  if (!isRunning(directory)) throw new Error("the laboratory's stand-in enlarges the disk of running machines only");
  await monitor(directory, [["block_resize", { device: "virtio0", size: wanted * 1024 ** 3 }]]);
}

const wishes = ({ attachedDisks }: Properties): Wish[] => (attachedDisks as Wish[] | undefined) ?? [];

async function changeDisks(before: Instance, now: Instance, { cloud }: Context): Promise<void> {
  const gone = wishes(before.inputs).filter((old) => !wishes(now.inputs).some(({ source }) => source === old.source));
  const come = wishes(now.inputs).filter((wish) => !wishes(before.inputs).some(({ source }) => source === wish.source));
  for (const attachment of attachmentsOf(cloud, now.id))
    if (gone.some(({ source }) => lastOf(source) === lastOf(attachment.disk))) await detach(cloud, attachment);
  for (const wish of come) await attach(cloud, now.id, wish);
}

function outputsOf(record: Instance, { cloud }: Context): Properties {
  const { id, inputs, number, created, networkIp, natIp } = record;
  const [, project, , zone] = id.split("/");
  const [first = {}] = inputs.networkInterfaces as Interface[];
  const status = statusOf(cloud, record);
  // An address that is not reserved goes with the power; the laboratory keeps it for the next boot.
  const isReserved = cloud.all(addresses).some(({ address }) => address === natIp);
  const current = status === "RUNNING" || isReserved ? natIp : "";
  return {
    ...inputs,
    ...labelOutputs(inputs),
    project,
    zone,
    networkInterfaces: [
      {
        ...first,
        networkIp,
        accessConfigs: natIp ? [{ networkTier: "PREMIUM", ...first.accessConfigs?.[0], natIp: current }] : [],
      },
    ],
    cpuPlatform: "Intel Broadwell",
    creationTimestamp: created,
    currentStatus: status,
    instanceId: number,
    metadataFingerprint: fingerprint(metadataOf(inputs)),
    minCpuPlatform: "",
    selfLink: selfLink(id),
    tagsFingerprint: fingerprint(inputs.tags),
  };
}
