// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../cloud-init";
import { error } from "../cloud-init/validate/problem";
import { isWholeInternet, openCode } from "../components/arguments/networks";
import { isDefaultNetwork, priorityOfGoogle } from "../components/gcp/default-network";
import { late, type Looked, maps, texts } from "./look";
import { letsSsh } from "./ssh";

const machines = ["gcp:compute/instance:Instance", "gcp:compute/instanceTemplate:InstanceTemplate"];
const firewall = "gcp:compute/firewall:Firewall";

/**
 * What is wrong with a machine on Google's network `default`: rules that nobody has written let everybody reach it. One without
 * a public address is not reached, and nor is one that a rule of its stack closes, as each `GcpDockerHost` has.
 */
export function* onDefaultNetwork({ type, properties }: Looked, all: readonly Looked[]): Generator<Problem> {
  if (!machines.includes(type)) return;
  const closed = all.filter((one) => one.type === firewall).some((rule) => closes(rule.properties, properties.tags));
  if (closed) return;
  for (const [path, nic] of maps(properties.networkInterfaces, "networkInterfaces")) {
    if (!isDefaultNetwork(nic.network) || !isPublic(nic)) continue;
    yield error(
      `${path}.network`,
      `"default" has rules of Google's that let everybody try SSH; use a network of yours, take out accessConfigs, or deny tcp:22 to the machine's tags`,
      openCode,
    );
  }
}

function isPublic({ accessConfigs, ipv6AccessConfigs }: Record<string, unknown>): boolean {
  return [accessConfigs, ipv6AccessConfigs].some((given) => Array.isArray(given) && given.length > 0);
}

/** Whether a rule keeps everybody out of a machine's SSH, before Google's own lets them in. What is known later may do. */
function closes(rule: Record<string, unknown>, tags: unknown): boolean {
  const { direction = "INGRESS", disabled, denies, network, priority = 1000, sourceRanges, targetTags } = rule;
  if (direction !== "INGRESS" || disabled === true || !(network === late || isDefaultNetwork(network))) return false;
  if (typeof priority === "number" && priority >= priorityOfGoogle) return false;
  if (![...maps(denies, "denies")].some(([, denied]) => letsSsh(denied))) return false;
  const from = texts(sourceRanges, "");
  if (from.length > 0 && !from.some(([, cidr]) => isWholeInternet(cidr))) return false;
  if (targetTags === undefined || targetTags === late || tags === late) return rule.targetServiceAccounts === undefined;
  const named = texts(tags, "").map(([, tag]) => tag);
  return texts(targetTags, "").some(([, tag]) => named.includes(tag));
}
