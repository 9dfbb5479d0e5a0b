// SPDX-License-Identifier: Apache-2.0
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import type { Context, ResourceType } from "../cloud/resource-type";
import { boolean, computed, type Field, number, replaces, required, string } from "../cloud/shape";
import { badRequest, exists, notFound } from "./answers";
import { findNetwork } from "./networks";
import { autoName, fileOf, idOf, numericId, projectOf, selfLink } from "./names";
import { dropSameLinks } from "./same-link";
import { oneOf } from "./one-of";
import { enforce } from "./reach";
import { firewalls } from "./records";
import { checkName, checkPorts, checkRanges, checkTags } from "./rules";

const texts: Field = { type: ["string"] };
const protocols: Field = { type: [{ protocol: required(string), ports: texts }] };

export const firewall: ResourceType = {
  inputs: {
    name: replaces(string),
    project: replaces(computed(string)),
    network: required(replaces(string)),
    description: string,
    direction: replaces(computed(string)),
    disabled: boolean,
    priority: { ...number, default: 1000 },
    allows: protocols,
    denies: protocols,
    sourceRanges: computed(texts),
    destinationRanges: computed(texts),
    sourceTags: texts,
    targetTags: texts,
    logConfig: { type: { metadata: required(string) } },
  },
  outputs: ["creationTimestamp", "selfLink"],
  complete: autoName,
  check: (inputs) => [
    ...oneOf(inputs, {
      direction: ["INGRESS", "EGRESS"],
      "logConfig.metadata": ["EXCLUDE_ALL_METADATA", "INCLUDE_ALL_METADATA"],
    }),
    ...(Boolean(inputs.allows) === Boolean(inputs.denies)
      ? [{ property: "allows", reason: "exactly one of `allows`, `denies` must be specified" }]
      : []),
  ],
  compare: dropSameLinks,
  create: async (inputs, context) => {
    const { cloud, config } = context;
    const project = projectOf(inputs, config);
    const id = idOf({ project, scope: "global", collection: "firewalls", name: String(inputs.name) });
    const kept = obey(inputs, project, context);
    if (cloud.find(firewalls, fileOf(id))) throw exists(id);
    cloud.save(firewalls, fileOf(id), { id, inputs: kept, number: numericId(), created: new Date().toISOString() });
    await enforce(cloud);
    return { id, outputs: outputsOf(id, context) };
  },
  read: (id, _state, context) => Promise.resolve(context.cloud.find(firewalls, fileOf(id)) && outputsOf(id, context)),
  update: async (id, inputs, _state, context) => {
    const { cloud, config } = context;
    const now = cloud.find(firewalls, fileOf(id));
    if (!now) throw notFound(id);
    cloud.save(firewalls, fileOf(id), { ...now, inputs: obey(inputs, projectOf(inputs, config), context) });
    await enforce(cloud);
    return outputsOf(id, context);
  },
  delete: async (id, _state, { cloud }) => {
    cloud.remove(firewalls, fileOf(id));
    await enforce(cloud);
  },
};

/** The API's own checks, and what it makes of the inputs. */
function obey(inputs: Properties, project: string, { cloud }: Context): Properties {
  const { id: network } = findNetwork(cloud, String(inputs.network), project);
  const { direction = "INGRESS", priority, sourceRanges, sourceTags, destinationRanges } = inputs;
  checkName(inputs.name);
  checkRanges(sourceRanges, "resource.sourceRanges");
  checkRanges(destinationRanges, "resource.destinationRanges");
  checkTags(inputs.targetTags, "resource.targetTags");
  checkTags(sourceTags, "resource.sourceTags");
  checkPorts(inputs.allows, "resource.allowed[0]");
  checkPorts(inputs.denies, "resource.denied[0]");
  if (typeof priority === "number" && !(priority >= 0 && priority <= 65535))
    throw badRequest(`Priority ${priority} is not between 0 and 65535`);
  if (direction === "EGRESS" && (sourceRanges || sourceTags))
    throw badRequest("Source ranges and tags can only be specified for INGRESS rules");
  const everywhere = direction === "INGRESS" && !sourceRanges && !sourceTags;
  return { ...inputs, direction, network: selfLink(network), ...(everywhere && { sourceRanges: ["0.0.0.0/0"] }) };
}

function outputsOf(id: string, { cloud }: Context): Properties {
  const record = cloud.find(firewalls, fileOf(id));
  if (!record) throw notFound(id);
  const [, project] = id.split("/");
  return {
    project,
    creationTimestamp: record.created,
    selfLink: selfLink(id),
    destinationRanges: [],
    ...record.inputs,
  };
}
