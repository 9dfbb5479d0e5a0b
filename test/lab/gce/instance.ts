// SPDX-License-Identifier: Apache-2.0
import { type Properties, unknown } from "../command-provider/values";
import { claimAddress, releaseAddress } from "../cloud/loopback";
import { createMachine, isRunning, startMachine, stopMachine } from "../cloud/machine";
import type { Context, ResourceType } from "../cloud/resource-type";
import { badRequest, exists, invalid, notFound } from "./answers";
import { reattach } from "./attached-disk";
import { regionOf } from "./catalog";
import { describe, hardware } from "./guest";
import { checkInstance, instanceInputs } from "./instance-inputs";
import { metadataOf, mustBeOff, obey } from "./instance-rules";
import { labelOutputs } from "./labels";
import { findInstance, removeInstance, statusOf } from "./life";
import { autoName, fileOf, fingerprint, idOf, numericId, projectOf, selfLink, zoneOf } from "./names";
import { enforce } from "./reach";
import { addresses, type Instance, instances } from "./records";

export const instance: ResourceType = {
  inputs: instanceInputs,
  outputs: [
    ...["cpuPlatform", "creationTimestamp", "currentStatus", "effectiveLabels", "instanceId", "labelFingerprint"],
    ...[
      "metadataFingerprint",
      "minCpuPlatform",
      "project",
      "pulumiLabels",
      "scheduling",
      "selfLink",
      "tagsFingerprint",
    ],
    ...["shieldedInstanceConfig", "zone"],
  ],
  complete: autoName,
  check: checkInstance,
  planned: (inputs, state) => ({ networkInterfaces: plannedInterfaces(inputs, state) }),
  create: async (inputs, context) => {
    const { cloud, config } = context;
    const [project, zone] = [projectOf(inputs, config), zoneOf(inputs, config)];
    const id = idOf({ project, scope: `zones/${zone}`, collection: "instances", name: String(inputs.name) });
    const kept = obey(inputs, project, zone, cloud);
    if (await findInstance(cloud, id)) throw exists(id);
    const natIp = await externalAddress(kept, id, regionOf(zone), context);
    const networkIp = internalAddress(kept, context);
    const made = { id, inputs: kept, number: numericId(), created: new Date().toISOString(), networkIp, natIp };
    try {
      describe(cloud, made);
      await createMachine(cloud.machine(fileOf(id)), hardware(made));
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
    const now = { ...before, inputs: obey(inputs, projectOf(inputs, config), zoneOf(inputs, config), cloud) };
    const wasOn = isRunning(cloud.machine(fileOf(id)));
    const off = mustBeOff(before.inputs, now.inputs);
    if (off && wasOn && inputs.allowStoppingForUpdate !== true)
      throw new Error(
        "changing the machine_type, service_account, shielded_instance_config, scheduling.max_run_duration or network_interface.[#d].(network/subnetwork) on a started instance requires stopping it. To acknowledge this, please set allow_stopping_for_update = true in your config",
      );
    now.natIp = await changedAddress(before, now.inputs, context);
    if (off && wasOn) await stopMachine(cloud.machine(fileOf(id)));
    describe(cloud, now);
    cloud.save(instances, fileOf(id), now);
    if (off && wasOn) {
      await startMachine(cloud.machine(fileOf(id)));
      await reattach(cloud, id);
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

type Interface = Properties & { accessConfigs?: Properties[] };

/** Which addresses the instance will have is not known before it is made, and stays as it is afterwards. */
function plannedInterfaces(inputs: Properties, state?: Properties): unknown {
  const given = inputs.networkInterfaces;
  if (!Array.isArray(given)) return given;
  const old = state?.networkInterfaces as Interface[] | undefined;
  return (given as (Interface | string)[]).map((one, index) => {
    if (typeof one === "string") return one;
    const { accessConfigs = [] } = one;
    return {
      networkIp: old?.[index]?.networkIp ?? unknown,
      ...one,
      ...(Array.isArray(accessConfigs) && {
        accessConfigs: accessConfigs.map((config, place) => ({
          natIp: old?.[index]?.accessConfigs?.[place]?.natIp ?? unknown,
          ...config,
        })),
      }),
    };
  });
}

const accessConfigOf = (inputs: Properties): Properties | undefined =>
  (inputs.networkInterfaces as Interface[])[0]?.accessConfigs?.[0];

/** A static address that was reserved before, else one of the moment, else none. */
async function externalAddress(inputs: Properties, id: string, region: string, { cloud }: Context) {
  const config = accessConfigOf(inputs);
  if (!config) return undefined;
  const { natIp } = config as { natIp?: string };
  if (natIp === undefined || natIp === "") return claimAddress(cloud, id);
  const field = "resource.networkInterfaces[0].accessConfigs[0].natIP";
  const reserved = cloud.all(addresses).find(({ address }) => address === natIp);
  if (!reserved?.id.includes(`/regions/${region}/`))
    throw invalid(field, natIp, `The specified external IP address '${natIp}' was not found in region '${region}'`);
  if (cloud.all(instances).some((other) => other.id !== id && other.natIp === natIp))
    throw badRequest(`External IP address: ${natIp} is already in-use`);
  return natIp;
}

async function changedAddress(before: Instance, inputs: Properties, context: Context): Promise<string | undefined> {
  const wanted = accessConfigOf(inputs) as { natIp?: string } | undefined;
  const isStatic = context.cloud.all(addresses).some(({ address }) => address === before.natIp);
  if (wanted && before.natIp !== undefined && (wanted.natIp ?? before.natIp) === before.natIp) return before.natIp;
  if (before.natIp !== undefined && !isStatic) releaseAddress(context.cloud, before.natIp);
  const [, , , zone = ""] = before.id.split("/");
  return externalAddress(inputs, before.id, regionOf(zone), context);
}

function internalAddress(inputs: Properties, { cloud }: Context): string {
  const given = (inputs.networkInterfaces as Interface[])[0]?.networkIp;
  if (typeof given === "string") return given;
  const taken = cloud.all(instances).map(({ networkIp }) => networkIp);
  for (let last = 2; ; last++) if (!taken.includes(`10.128.0.${last}`)) return `10.128.0.${last}`;
}

function outputsOf(record: Instance, { cloud }: Context): Properties {
  const { id, inputs, number, created, networkIp, natIp } = record;
  const [, project, , zone] = id.split("/");
  const [first = {}] = inputs.networkInterfaces as Interface[];
  return {
    ...inputs,
    ...labelOutputs(inputs),
    project,
    zone,
    networkInterfaces: [
      {
        ...first,
        networkIp,
        accessConfigs: natIp ? [{ networkTier: "PREMIUM", ...first.accessConfigs?.[0], natIp }] : [],
      },
    ],
    cpuPlatform: "Intel Broadwell",
    creationTimestamp: created,
    currentStatus: statusOf(cloud, record),
    instanceId: number,
    metadataFingerprint: fingerprint(metadataOf(inputs)),
    minCpuPlatform: "",
    selfLink: selfLink(id),
    tagsFingerprint: fingerprint(inputs.tags),
  };
}
