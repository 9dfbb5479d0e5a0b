// SPDX-License-Identifier: Apache-2.0
// The Docker hosts that a stack's state knows.
import { insteadOf } from "../../cloud-init/validate/names";
import { accessName, type HostAccess } from "../../components/health/access";
import { withoutElasticIp, type StateResource } from "../../components/aws/elastic-holder";
import { WrongUse } from "./exit-status";
import { masked } from "./masked";
import { Progress } from "./progress";
import {
  chosenStack,
  exportStack,
  placeOfStart,
  type PulumiPlace,
  root,
  type StackOptions,
  startStack,
} from "./stack-state";

export interface StackHosts {
  /** Its name, as Pulumi has it. */
  stack: string;
  hosts: HostAccess[];
}

/** What the program that starts the command line gives to it. */
export interface Surroundings {
  /** Of this package. */
  version?: string;
  /** Brings the Pulumi of `npm start`, where that can be done. */
  pulumi?: () => Promise<PulumiPlace>;
  /** Brings what an image on this computer is made from, as arguments of it. */
  image?: () => Promise<Record<string, unknown>>;
}

/** The hosts of the chosen stack, at least one. @throws WrongUse where there is none */
export async function stackHosts(options: StackOptions, { pulumi }: Surroundings = {}): Promise<StackHosts> {
  const chosen = chosenStack(options);
  if (pulumi && chosen === undefined)
    throw new WrongUse("there is no host yet; `npm start` makes one, --stack names another stack");
  const place = chosen === startStack ? ((await pulumi?.()) ?? placeOfStart()) : undefined;
  const progress = new Progress();
  // Elsewhere it would only disturb what somebody wants to read.
  if (process.stderr.isTTY) progress.tell("reading the state of the stack");
  const exported = await exportStack(chosen, options.cwd ?? (place && root), place).finally(progress.stop);
  const { stack = chosen ?? "", hosts } = readHosts(exported);
  if (hosts.length === 0)
    throw new WrongUse(
      `${stack === "" ? "the selected stack" : `stack ${stack}`} has no Docker host; ` +
        `${chosen === startStack ? "`npm start`" : "`pulumi up`"} makes one, --stack names another stack`,
    );
  return { stack: chosen ?? stack, hosts };
}

/** The host of this name or, without a name, the only one. @throws WrongUse where there is not exactly one */
export function oneHost({ stack, hosts }: StackHosts, name: string | undefined): HostAccess {
  const names = hosts.map(({ host }) => host);
  const [first, ...others] = hosts;
  if (name === undefined) {
    if (first && others.length === 0) return first;
    throw new WrongUse(`stack ${stack} has ${hosts.length} Docker hosts; name one of ${names.join(", ")}`);
  }
  const [found, second] = hosts.filter(({ host }) => host === name);
  if (!found)
    throw new WrongUse(`stack ${stack} has no host ${JSON.stringify(masked(name))}; ${insteadOf(name, names)}`);
  if (second) throw new WrongUse(`stack ${stack} has more than one host ${name}; give each a name of its own`);
  return found;
}

/** From `pulumi stack export --show-secrets`: how to reach each host, even one that was never checked. */
export function readHosts(exported: string): { stack?: string; hosts: HostAccess[] } {
  const state = parse(exported) as { deployment?: { resources?: StateResource[] } | null } | null;
  if (typeof state?.deployment !== "object") throw noState();
  const resources = state.deployment?.resources ?? [];
  if (!Array.isArray(resources) || !resources.every((one: StateResource | null) => typeof one?.urn === "string"))
    throw noState();
  const hosts = resources.flatMap(({ urn, type, inputs, parent, delete: isLeaving = false }) => {
    const [, , types = "", name = ""] = urn.split("::");
    if (isLeaving || type !== "pulumi:index:Stash" || !types.includes("index:HostHealth$")) return [];
    if (!name.endsWith(accessName(""))) return [];
    const text = reveal(inputs?.input);
    if (typeof text !== "string") return [];
    const access = accessOf(parse(text), name);
    const { connection } = access;
    const host = withoutElasticIp(resources, parent, connection.host) ?? connection.host;
    return [{ ...access, connection: { ...connection, host } }];
  });
  const [, stack] = /^urn:pulumi:([^:]+)::/.exec(resources[0]?.urn ?? "") ?? [];
  return { hosts, ...(stack !== undefined && { stack }) };
}

/** Checks what was read: another release may have kept it in another form, or somebody has edited the state. */
function accessOf(value: unknown, name: string): HostAccess {
  const { host, connection, expected } = (value ?? {}) as Partial<HostAccess>;
  const { proxyCommand = [] } = connection ?? {};
  if (
    typeof host === "string" &&
    typeof connection?.host === "string" &&
    expected?.limits &&
    Array.isArray(proxyCommand)
  )
    return value as HostAccess;
  throw new Error(`the state does not say how to reach a host: ${name} is incomplete; run \`pulumi up\` anew`);
}

const noState = () => new Error("what `pulumi stack export` has printed is no state of a stack");

/** Node's message about text that is no JSON quotes it, and here it may be a secret. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw noState();
  }
}

/** The mark of a secret, which every Pulumi language shares. */
const mark = "4dabf18193072939515e22adb298388d";

/** A value of the state with its secrets in plain. */
function reveal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reveal);
  if (typeof value !== "object" || value === null) return value;
  if (mark in value && "plaintext" in value) return reveal(parse(String(value.plaintext)));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, reveal(member)]));
}
