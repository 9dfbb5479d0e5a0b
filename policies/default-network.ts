// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../cloud-init";
import { network as networkOf } from "../cloud-init/validate/addresses";
import { error } from "../cloud-init/validate/problem";
import { openCode } from "../components/arguments/networks";
import { isDefaultNetwork, priorityOfGoogle } from "../components/gcp/default-network";
import { hasLate, isNamed, late, type Looked, maps, texts } from "./look";
import { isOnSsh } from "./ssh";

const machines = ["gcp:compute/instance:Instance", "gcp:compute/instanceTemplate:InstanceTemplate"];
const firewall = "gcp:compute/firewall:Firewall";

/**
 * What is wrong with a machine on Google's network `default`: rules that nobody has written let everybody reach it. One without
 * a public address is not reached, and nor is one that a rule of its stack closes, as each `GcpDockerHost` has.
 */
export function* onDefaultNetwork({ type, properties }: Looked, all: readonly Looked[]): Generator<Problem> {
  if (!machines.includes(type)) return;
  const rules = all.filter((one) => one.type === firewall).map((rule) => rule.properties);
  for (const [path, nic] of maps(properties.networkInterfaces, "networkInterfaces")) {
    // What is not said of the network, or is known later, the subnetwork says: that of `default` has its name.
    const name = nic.network === undefined || nic.network === late ? "subnetwork" : "network";
    if (!isDefaultNetwork(nic[name])) continue;
    const open = families(nic).filter((family) => !rules.some((rule) => closes(rule, properties.tags, family)));
    if (open.length === 0) continue;
    const from = open.map((family) => everybody[family]).join(" and ");
    yield error(
      `${path}.${name}`,
      `"default" has rules of Google's that let everybody try SSH; use a network of yours, take out accessConfigs, or deny tcp:22 from ${from} to the machine's tags`,
      openCode,
    );
  }
}

const everybody = { 4: "0.0.0.0/0", 6: "::/0" };
type Family = keyof typeof everybody;

/** Of the public addresses that an interface has. */
function families({ accessConfigs, ipv6AccessConfigs }: Record<string, unknown>): Family[] {
  const has = (given: unknown) => Array.isArray(given) && given.length > 0;
  return [...(has(accessConfigs) ? [4 as const] : []), ...(has(ipv6AccessConfigs) ? [6 as const] : [])];
}

/** Whether a rule keeps everybody out of a machine's SSH, before Google's own lets them in. What is known later may do. */
function closes(rule: Record<string, unknown>, tags: unknown, family: Family): boolean {
  const { direction = "INGRESS", disabled, denies, network, priority = 1000, targetTags } = rule;
  if (direction !== "INGRESS" || disabled === true || !(network === late || isDefaultNetwork(network))) return false;
  if (typeof priority === "number" && priority >= priorityOfGoogle) return false;
  if (!hasLate(denies) && ![...maps(denies, "denies")].some(([, denied]) => isOnSsh(denied, true))) return false;
  if (!isOnEverybody(rule, family)) return false;
  if (!isNamed(targetTags)) return !isNamed(rule.targetServiceAccounts);
  if (hasLate(targetTags) || hasLate(tags)) return true;
  const named = texts(tags, "").map(([, tag]) => tag);
  return texts(targetTags, "").some(([, tag]) => named.includes(tag));
}

/** Whether a rule leaves out no address of a family: half of the internet is too few here. */
function isOnEverybody(rule: Record<string, unknown>, family: Family): boolean {
  const { sourceRanges, sourceTags, sourceServiceAccounts } = rule;
  // Google takes 0.0.0.0/0 where nothing is said.
  if (!isNamed(sourceRanges)) return family === 4 && ![sourceTags, sourceServiceAccounts].some(isNamed);
  if (hasLate(sourceRanges)) return true;
  const found = texts(sourceRanges, "").map(([, cidr]) => networkOf(cidr));
  return found.some((one) => one?.family === family && one.prefix === 0);
}
