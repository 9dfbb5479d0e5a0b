// SPDX-License-Identifier: Apache-2.0
// The firewall: who is let in at a machine's port. This computer is the client at 127.0.0.1.
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import { contains } from "../cloud/cidr";
import type { CloudFolder } from "../cloud/folder";
import { setForwards } from "../cloud/machine";
import { fileOf, lastOf } from "./names";
import { networks } from "./networks";
import { firewalls, type Instance, instances } from "./records";

const client = "127.0.0.1";

interface Rule {
  network: string;
  direction?: string;
  disabled?: boolean;
  priority?: number;
  allows?: Protocol[];
  denies?: Protocol[];
  sourceRanges?: string[];
  sourceTags?: string[];
  targetTags?: string[];
}

interface Protocol {
  protocol: string;
  ports?: string[];
}

/** Who sends, and what: a machine of the network has tags, and by them alone its internal address counts. */
interface Sent {
  protocol?: "tcp" | "udp" | "esp";
  tags?: string[];
}

/** The rule with the lowest number decides, and among equals one that denies. Where none fits, nobody is let in. */
export function letsIn(
  rules: Properties[],
  network: string,
  tags: string[],
  port: number,
  from: string = client,
  { protocol = "tcp", tags: ofSender = [] }: Sent = {},
): boolean {
  const isMeant = (protocols: Protocol[] | undefined) => covers(protocols, port, protocol);
  const [first] = (rules as unknown as Rule[])
    .filter((rule) => applies(rule, network, tags, from, ofSender) && (isMeant(rule.allows) || isMeant(rule.denies)))
    .map((rule) => ({ priority: rule.priority ?? 1000, denies: isMeant(rule.denies) }))
    .sort((one, other) => one.priority - other.priority || Number(other.denies) - Number(one.denies));
  return first !== undefined && !first.denies;
}

function applies(rule: Rule, network: string, tags: string[], from: string, ofSender: string[]): boolean {
  const { direction = "INGRESS", disabled = false, targetTags, sourceTags } = rule;
  const ranges = rule.sourceRanges ?? (sourceTags ? [] : ["0.0.0.0/0"]);
  return (
    lastOf(rule.network) === network &&
    direction === "INGRESS" &&
    !disabled &&
    (!targetTags?.length || targetTags.some((tag) => tags.includes(tag))) &&
    (ranges.some((range) => contains(range.includes("/") ? range : `${range}/32`, from)) ||
      (sourceTags ?? []).some((tag) => ofSender.includes(tag)))
  );
}

const numbers = { tcp: "6", udp: "17", esp: "50" };

function covers(protocols: Protocol[] | undefined, port: number, sent: "tcp" | "udp" | "esp"): boolean {
  return (protocols ?? []).some(
    ({ protocol, ports }) =>
      [sent, numbers[sent], "all"].includes(protocol) &&
      (!ports?.length ||
        ports.some((range) => {
          const [first = NaN, last = first] = range.split("-").map(Number);
          return first <= port && port <= last;
        })),
  );
}

/** Opens and closes the ports of all machines as the rules of now say. */
export async function enforce(cloud: CloudFolder): Promise<void> {
  const preset = networks(cloud).flatMap(({ rules = [] }) => rules);
  const rules = [...preset, ...cloud.all(firewalls).map(({ inputs }) => inputs)];
  await Promise.all(cloud.all(instances).map((instance) => open(cloud, instance, rules)));
}

function open(cloud: CloudFolder, { id, inputs, natIp }: Instance, rules: Properties[]): Promise<void> {
  const [first] = inputs.networkInterfaces as { network: string }[];
  const isOpen = letsIn(rules, lastOf(first?.network ?? ""), (inputs.tags as string[] | undefined) ?? [], 22);
  return setForwards(cloud.machine(fileOf(id)), natIp && isOpen ? [{ host: natIp, port: 22 }] : []);
}
