// SPDX-License-Identifier: Apache-2.0
import { rmSync } from "node:fs";
import { join } from "node:path";

import type { CloudFolder } from "../cloud/folder";
import { changeSettings, createMachine, isRunning } from "../cloud/machine";
import { monitor } from "../cloud/monitor";
import type { Context, Made, ResourceType } from "../cloud/resource-type";
import type { Difference } from "../cloud/shape";
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import { ApiError, during } from "./errors";
import { applyFirewall } from "./firewall";
import { checkInstance } from "./instance-checks";
import { instanceInputs, instanceOutputs } from "./instance-inputs";
import {
  acceptGroups,
  acceptImage,
  acceptType,
  changeable,
  decodeUserData,
  machineSettings,
  plan,
  rootVolume,
} from "./launch";
import { withTemplate } from "./launch-template";
import { observe, stopInstance, terminate } from "./life";
import { writeMetadata, writeUserData } from "./metadata";
import { internalName, publicName } from "./networks";
import { startInstance, withAddress } from "./power";
import { arn, type Instance, instances } from "./records";
import { regionOf } from "./region";
import { diskOf } from "./snapshot";

const metadataService = join(__dirname, "imds.mjs");

export const instance: ResourceType = {
  inputs: instanceInputs,
  outputs: instanceOutputs,
  check: checkInstance,
  compare,
  create: (given, context) => during("creating EC2 Instance", "RunInstances", () => launch(given, context)),
  read: (id, _, { cloud }) => {
    const found = observe(cloud, id);
    return Promise.resolve(found && describe(found));
  },
  update: (id, given, state, context) =>
    during(`updating EC2 Instance (${id})`, "ModifyInstanceAttribute", () => update(id, given, state, context.cloud)),
  delete: (id, state, { cloud }) =>
    during(`terminating EC2 Instance (${id})`, "TerminateInstances", async () => {
      const found = observe(cloud, id);
      if (!found) return;
      if (found.disableApiTermination && state.forceDestroy !== true)
        throw new ApiError(
          "OperationNotPermitted",
          `The instance '${id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
        );
      await terminate(cloud, found);
    }),
};

/** User data replaces where the program wants it so, and groups have no order. */
function compare(changes: Map<string, Difference>, olds: Properties, news: Properties): void {
  const groups = ({ vpcSecurityGroupIds: ids }: Properties) =>
    JSON.stringify(Array.isArray(ids) ? [...(ids as unknown[])].sort() : ids);
  for (const path of [...changes.keys()])
    if (path.startsWith("vpcSecurityGroupIds") && groups(olds) === groups(news)) changes.delete(path);
  for (const property of ["userData", "userDataBase64"]) {
    const change = changes.get(property);
    if (change) change.replaces = news.userDataReplaceOnChange === true;
  }
}

async function launch(asked: Properties, context: Context): Promise<Made> {
  const { cloud } = context;
  const given = withTemplate(asked, cloud, regionOf(asked, context));
  const userData = decodeUserData(given);
  const planned = plan(given, context);
  const directory = cloud.machine(planned.id);
  // What is asked of it while it boots, such as a rule of its group, has to find it.
  cloud.save(instances, planned.id, planned);
  try {
    const addressed = await withAddress(cloud, planned);
    cloud.save(instances, planned.id, addressed);
    writeUserData(directory, userData);
    writeMetadata(cloud, addressed);
    await createMachine(directory, machineSettings(addressed, metadataService), diskOf(cloud, addressed));
    const running: Instance = { ...addressed, state: "running" };
    cloud.save(instances, running.id, running);
    await applyFirewall(cloud, running);
    return { id: running.id, outputs: describe(running) };
  } catch (error) {
    await terminate(cloud, cloud.find(instances, planned.id) ?? planned);
    throw error;
  }
}

async function update(id: string, given: Properties, state: Properties, cloud: CloudFolder): Promise<Properties> {
  const old = observe(cloud, id);
  if (!old) throw new ApiError("InvalidInstanceID.NotFound", `The instance ID '${id}' does not exist`);
  if (given.launchTemplate !== undefined)
    throw new Error("the laboratory's stand-in does not change an instance that was made from a launch template");
  const groupIds = acceptGroups(
    cloud,
    { id: old.subnetId, vpcId: old.vpcId },
    (given.vpcSecurityGroupIds as string[] | undefined) ?? old.groupIds,
  );
  const now: Instance = { ...old, ...changeable(given, cloud), groupIds };
  acceptImage(cloud, now.region, now.ami, acceptType(now.instanceType));
  now.rootVolume = rootVolume(given.rootBlockDevice ?? old.rootVolume, old.region, {
    volumeId: old.rootVolume.volumeId,
  });
  await growRoot(cloud, old, now.rootVolume.volumeSize);
  const userData = decodeUserData(given);
  const anew = given.userData !== state.userData || given.userDataBase64 !== state.userDataBase64;
  const said = given.userData !== undefined || given.userDataBase64 !== undefined;
  cloud.save(instances, id, now);
  const settled =
    (anew && said) || now.instanceType !== old.instanceType
      ? await restart(cloud, now, anew && said ? userData : false)
      : now;
  writeMetadata(cloud, settled);
  await applyFirewall(cloud, settled);
  return describe(settled);
}

/** EC2 changes these only while the machine is off. cloud-init does not run new user data: the instance is the same. */
async function restart(cloud: CloudFolder, now: Instance, userData: Buffer | undefined | false): Promise<Instance> {
  const directory = cloud.machine(now.id);
  const wasRunning = now.state === "running";
  await stopInstance(cloud, now.id);
  if (userData !== false) {
    rmSync(join(directory, "user-data"), { force: true });
    writeUserData(directory, userData);
  }
  const { cpus, memoryMiB } = machineSettings(now, metadataService);
  changeSettings(directory, { cpus, memoryMiB });
  const off = cloud.find(instances, now.id) ?? now;
  return wasRunning ? startInstance(cloud, off) : off;
}

async function growRoot(cloud: CloudFolder, { id, rootVolume: before }: Instance, size: number): Promise<void> {
  if (size < before.volumeSize)
    throw new ApiError("InvalidParameterValue", "New size cannot be smaller than existing size");
  if (size === before.volumeSize) return;
  const directory = cloud.machine(id);
  if (!isRunning(directory)) throw new Error("the laboratory's stand-in enlarges the disk of running machines only");
  await monitor(directory, [["block_resize", { device: "virtio0", size: size * 1024 ** 3 }]]);
}

function describe(found: Instance): Properties {
  const { id, region, privateIp, publicIp } = found;
  return {
    ...{ ami: found.ami, arn: arn(region, `instance/${id}`), availabilityZone: found.zone, region },
    ...{
      associatePublicIpAddress: publicIp !== undefined,
      instanceState: found.state === "pending" ? "running" : found.state,
    },
    ...{ instanceType: found.instanceType, keyName: found.keyName ?? "", iamInstanceProfile: found.profile ?? "" },
    ...{
      instanceInitiatedShutdownBehavior: found.shutdownBehavior,
      disableApiTermination: found.disableApiTermination,
    },
    ...{ instanceLifecycle: found.spotRequestId ? "spot" : "", spotInstanceRequestId: found.spotRequestId ?? "" },
    ...{
      metadataOptions: found.metadataOptions,
      rootBlockDevice: found.rootVolume,
      monitoring: false,
      tenancy: "default",
    },
    ...{ primaryNetworkInterfaceId: found.interfaceId, privateIp, privateDns: internalName(privateIp, region) },
    ...{ publicIp: publicIp ?? "", publicDns: publicIp === undefined ? "" : publicName(publicIp, region) },
    ...{ subnetId: found.subnetId, vpcSecurityGroupIds: found.groupIds, securityGroups: [], secondaryPrivateIps: [] },
    ...{ ebsOptimized: false, disableApiStop: false, passwordData: "", outpostArn: "", hostId: "" },
    ...{ tagsAll: found.tags, ...(Object.keys(found.tags).length > 0 && { tags: found.tags }) },
  };
}
