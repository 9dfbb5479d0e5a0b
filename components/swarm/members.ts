// SPDX-License-Identifier: Apache-2.0
// How members are recognised that we have joined: by labels of theirs in the swarm.
import type { SeenNode } from "./facts";
import type { NodeOrder } from "./order";

/** The member's name in the arguments. A node that lacks this label was joined by somebody else. */
export const nameLabel = "pulumi-docker-host.name";
/** Which labels we have set, by name, so that those of others stay. */
export const labelsLabel = "pulumi-docker-host.labels";

export const isOurs = ({ labels }: SeenNode) => labels[nameLabel] !== undefined;

/** As messages name it. */
export const calledBy = (node: SeenNode) => node.labels[nameLabel] ?? (node.hostname || node.id);

/** What is to be changed of a member's labels. */
export interface LabelChange {
  set: Record<string, string>;
  remove: string[];
}

/** The change after which a member has the labels that it is to have, and those that others have given it. */
export function labelChange(
  { name, labels }: Pick<NodeOrder, "name" | "labels">,
  now: Record<string, string>,
): LabelChange {
  const names = Object.keys(labels).sort();
  const wanted: Record<string, string> = { ...labels, [nameLabel]: name };
  if (names.length > 0) wanted[labelsLabel] = names.join(",");
  const before = [...(now[labelsLabel] ?? "").split(","), labelsLabel];
  return {
    set: Object.fromEntries(Object.entries(wanted).filter(([key, value]) => now[key] !== value)),
    remove: before.filter((key) => now[key] !== undefined && wanted[key] === undefined),
  };
}
