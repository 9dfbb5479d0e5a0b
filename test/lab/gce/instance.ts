// SPDX-License-Identifier: Apache-2.0
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import { createMachine, stopMachine } from "../cloud/machine";
import type { Context, ResourceType } from "../cloud/resource-type";
import { exists } from "./answers";
import { admit, attach, wishes } from "./attachments";
import { newBootDisk } from "./boot-disk";
import { regionOf } from "./catalog";
import { describe, hardware } from "./guest";
import { externalAddress, type Interface, internalAddress, plannedInterfaces } from "./instance-addresses";
import { checkInstance, instanceInputs } from "./instance-inputs";
import { metadataOf, obey } from "./instance-rules";
import { updateInstance } from "./instance-update";
import { labelOutputs } from "./labels";
import { findInstance, removeInstance, statusOf } from "./life";
import { dropSameLinks } from "./same-link";
import { autoName, fileOf, fingerprint, idOf, numericId, projectOf, selfLink, zoneOf } from "./names";
import { enforce } from "./reach";
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
    const disk = newBootDisk(inputs, project, cloud);
    const kept = obey(inputs, disk, project, zone, cloud);
    if (await findInstance(cloud, id)) throw exists(id);
    for (const wish of wishes(kept)) admit(cloud, id, wish);
    const natIp = await externalAddress(kept, id, regionOf(zone), context);
    const networkIp = internalAddress(kept, context);
    const created = new Date().toISOString();
    const made = { id, inputs: kept, number: numericId(), created, started: created, networkIp, natIp, disk };
    try {
      describe(cloud, made);
      await createMachine(cloud.machine(fileOf(id)), hardware(made), disk.file);
      // The firmware is still at work, so the guest finds them on its first boot.
      for (const wish of wishes(kept)) await attach(cloud, id, wish);
    } catch (error) {
      await removeInstance(cloud, made);
      throw error;
    }
    if (kept.desiredStatus === "TERMINATED") await stopMachine(cloud.machine(fileOf(id)));
    cloud.save(instances, fileOf(id), made);
    await enforce(cloud);
    return { id, outputs: outputsOf(made, context) };
  },
  read: async (id, _state, context) => {
    const found = await findInstance(context.cloud, id);
    return found && outputsOf(found, context);
  },
  update: async (id, inputs, state, context) => outputsOf(await updateInstance(id, inputs, state, context), context),
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
    ...(inputs.desiredStatus !== undefined && { desiredStatus: status }),
    instanceId: number,
    metadataFingerprint: fingerprint(metadataOf(inputs)),
    minCpuPlatform: "",
    selfLink: selfLink(id),
    tagsFingerprint: fingerprint(inputs.tags),
  };
}
