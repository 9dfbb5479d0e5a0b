// SPDX-License-Identifier: Apache-2.0
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import { claimAddress, releaseAddress } from "../cloud/loopback";
import type { Context, ResourceType } from "../cloud/resource-type";
import { computed, map, replaces, string } from "../cloud/shape";
import { badRequest, exists, inUse, notFound } from "./answers";
import { regions } from "./catalog";
import { labelOutputs } from "./labels";
import { autoName, fileOf, idOf, numericId, projectOf, regionOfInputs, selfLink } from "./names";
import { oneOf } from "./one-of";
import { type Address, addresses, instances } from "./records";
import { checkLabels, checkName } from "./rules";

export const address: ResourceType = {
  inputs: {
    name: replaces(string),
    project: replaces(computed(string)),
    region: replaces(computed(string)),
    addressType: replaces({ ...string, default: "EXTERNAL" }),
    networkTier: replaces(computed(string)),
    description: replaces(string),
    labels: map,
  },
  outputs: [
    ...["address", "addressId", "creationTimestamp", "effectiveLabels", "labelFingerprint"],
    ...["pulumiLabels", "purpose", "selfLink", "users"],
  ],
  complete: autoName,
  check: (inputs) => oneOf(inputs, { addressType: ["EXTERNAL", "INTERNAL"], networkTier: ["PREMIUM", "STANDARD"] }),
  create: async (inputs, context) => {
    const { cloud, config } = context;
    const [project, region] = [projectOf(inputs, config), regionOfInputs(inputs, config)];
    const id = idOf({ project, scope: `regions/${region}`, collection: "addresses", name: String(inputs.name) });
    checkName(inputs.name);
    checkLabels(inputs.labels);
    if (!regions[region]) throw notFound(`projects/${project}/regions/${region}`);
    if (inputs.addressType !== "EXTERNAL") throw badRequest("the laboratory has no internal addresses");
    if (cloud.find(addresses, fileOf(id))) throw exists(id);
    const claimed = await claimAddress(cloud, id);
    const created = new Date().toISOString();
    cloud.save(addresses, fileOf(id), { id, inputs, number: numericId(), created, address: claimed });
    return { id, outputs: outputsOf(id, context) };
  },
  read: (id, _state, context) => Promise.resolve(context.cloud.find(addresses, fileOf(id)) && outputsOf(id, context)),
  update: (id, inputs, _state, context) => {
    checkLabels(inputs.labels);
    context.cloud.save(addresses, fileOf(id), { ...find(id, context), inputs });
    return Promise.resolve(outputsOf(id, context));
  },
  altered: () => ["effectiveLabels", "pulumiLabels", "labelFingerprint"],
  delete: (id, _state, context) => {
    const { cloud } = context;
    const record = cloud.find(addresses, fileOf(id));
    if (!record) return Promise.resolve();
    const [user] = usersOf(record, context);
    if (user !== undefined) throw inUse("address", id, user);
    releaseAddress(cloud, record.address);
    cloud.remove(addresses, fileOf(id));
    return Promise.resolve();
  },
};

function find(id: string, { cloud }: Context): Address {
  const record = cloud.find(addresses, fileOf(id));
  if (!record) throw notFound(id);
  return record;
}

const usersOf = (record: Address, { cloud }: Context): string[] =>
  cloud.all(instances).flatMap(({ id, natIp }) => (natIp === record.address ? [selfLink(id)] : []));

function outputsOf(id: string, context: Context): Properties {
  const record = find(id, context);
  const [, project, , region] = id.split("/");
  return {
    ...labelOutputs(record.inputs),
    project,
    region,
    address: record.address,
    addressId: record.number,
    creationTimestamp: record.created,
    networkTier: record.inputs.networkTier ?? "PREMIUM",
    purpose: "",
    selfLink: selfLink(id),
    users: usersOf(record, context),
  };
}
