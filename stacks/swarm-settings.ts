// SPDX-License-Identifier: Apache-2.0
// The members of a swarm, by the stack's settings: hosts as all others, of which each role has so many.
import type { Problem } from "../cloud-init";
import { insteadOf } from "../cloud-init/validate/names";
import { at, error, shown } from "../cloud-init/validate/problem";
import { isMap, kind } from "../cloud-init/validate/kind";
import type { Arguments, Target } from "../components/platforms";
import { swarmMemberProblems } from "../components/problems";
import { dockerSwarmProblems } from "../components/swarm/rules";
import { swarmDocker } from "../components/swarm/swarm-docker";
import type { Config, Key } from "./config";
import type { Host } from "./hosts";

const roles = ["managers", "workers"] as const;
export type Role = (typeof roles)[number];

/** A host that is to be a member. */
export interface Member extends Host {
  role: Role;
  /** Its labels and availability in the swarm. */
  node: Arguments;
}

const ofNetwork = ["vpcId", "encryptedOverlays"];
const ofSwarm = ["addressPool", "subnetSize", "dataPathPort", "mtu", "autolock", "limits"];
const known = [...roles, "spread", ...ofNetwork, ...ofSwarm];
/** What a role says of its members beside the arguments of their hosts. */
const ofRole = ["count", "nodeLabels", "availability"];

/** Pulumi.yaml gives an empty map where there is none. */
export const isSwarm = ({ swarm }: Config): boolean => Object.keys(swarm).length > 0;
export const swarmOptions = ({ swarm }: Config): Arguments => only(swarm, ofSwarm);

/** Of the network between the members, which is where the hosts are. */
export function networkArgs({ swarm, maps }: Config, target: Key): Arguments {
  const place = target === "gcp" ? only(maps.gcp ?? {}, ["network"]) : only(maps[target] ?? {}, ["region"]);
  return { ...place, ...only(swarm, [...ofNetwork, "dataPathPort"]) };
}

/** `manager-1`, `worker-1` and so on. What belongs to one stays the same whatever number there is of the others. */
export function membersOf(config: Config, target: Key): Member[] {
  const { swarm, maps, path, isSecret } = config;
  const { name: _name, ...shared } = maps[target] ?? {};
  const spread = isMap(swarm.spread) ? swarm.spread : {};
  return roles.flatMap((role) => {
    const given = roleOf(config, role);
    const own = Object.fromEntries(Object.entries(given).filter(([name]) => !ofRole.includes(name)));
    return Array.from({ length: countOf(given, role) }, (_, i): Member => {
      const spots = Object.entries(spread).flatMap(([name, list]) =>
        Array.isArray(list) && list.length > 0
          ? [[name, i % list.length, list[i % list.length] as unknown] as const]
          : [],
      );
      const args: Arguments = {
        ...shared,
        ...Object.fromEntries(spots.map(([name, , value]) => [name, value])),
        ...own,
      };
      return {
        ...{ role, name: `${role.slice(0, -1)}-${i + 1}` },
        args: inSwarm(args, target, (role === "workers" ? 10 : 0) + i, swarm.mtu),
        node: { ...(given.nodeLabels !== undefined && { labels: given.nodeLabels }), ...only(given, ["availability"]) },
        path: (argument) => {
          if (argument in own) return at(`${path("swarm")}.${role}`, argument);
          const spot = spots.find(([name]) => name === argument);
          return spot ? at(at(`${path("swarm")}.spread`, argument), spot[1]) : at(path(target), argument);
        },
        isSecret: isSecret(target) || isSecret("swarm"),
      };
    });
  });
}

/** With what a member has to have, and on this computer with a port and an address of its own. */
function inSwarm(args: Arguments, target: Key, place: number, mtu: unknown): Arguments {
  const { docker = {} } = args;
  const packets = typeof mtu === "number" ? mtu : target === "gcp" ? 1460 : undefined;
  const member = { ...args, ...(isMap(docker) && { docker: swarmDocker(docker, packets) }) };
  if (target !== "local") return member;
  const { sshPort = 2222, privateNetwork = {} } = args;
  const segment = isMap(privateNetwork) ? { address: "10.70.0.11/24", ...privateNetwork } : privateNetwork;
  const moved = (address: unknown) =>
    typeof address === "string" ? address.replace(/\d+(?=\/)/, (last) => String(Number(last) + place)) : address;
  return {
    ...member,
    sshPort: typeof sshPort === "number" ? sshPort + place : sshPort,
    privateNetwork: isMap(segment) ? { ...segment, address: moved(segment.address) } : segment,
  };
}

/** What is wrong with the settings of a swarm, beside the arguments of its hosts. */
export function* swarmProblems(config: Config, members: Member[], key: Key, target: Target): Generator<Problem> {
  const { swarm, hosts, makes, path } = config;
  const own = (name: string) => at(path("swarm"), name);
  const instead = "is for a stack that makes hosts alone, and this one makes a swarm; leave one of the two out";
  if (hosts.length > 0) yield error(path("hosts"), instead);
  if (makes === "image") yield error(path("makes"), '"image" makes no swarm; leave one of the two out');
  for (const name of Object.keys(swarm))
    if (!known.includes(name)) yield error(own(name), `does not exist; ${insteadOf(name, known)}`);
  for (const role of roles) {
    const given = swarm[role];
    if (given !== undefined && !isMap(given)) yield error(own(role), `is ${kind(given)}, and must be a map`, "kind");
    const { count } = roleOf(config, role);
    if (count !== undefined && !isCount(count))
      yield error(`${own(role)}.count`, `${shown(count)} is not a whole number from 0 to 100`);
  }
  const { spread = {} } = swarm;
  if (!isMap(spread)) yield error(own("spread"), `is ${kind(spread)}, and must be a map`, "kind");
  else
    for (const [name, list] of Object.entries(spread))
      if (!Array.isArray(list) || list.length === 0)
        yield error(at(own("spread"), name), "must be a list of the values that members take in turn");
  for (const { args, path: place } of members)
    for (const problem of swarmMemberProblems(args.docker))
      yield { ...problem, path: place("docker") + problem.path.slice("docker".length) };
  const ofMembers = (role: Role) => members.filter((one) => one.role === role).map(standIn);
  const options = { ...swarmOptions(config), managers: ofMembers("managers"), workers: ofMembers("workers") };
  for (const problem of dockerSwarmProblems(options as unknown as Parameters<typeof dockerSwarmProblems>[0])) {
    const node = /^(managers|workers)\[\d+\]\.(labels|availability)(.*)$/.exec(problem.path);
    if (node?.[1] !== undefined)
      yield {
        ...problem,
        path: `${own(node[1])}.${node[2] === "labels" ? "nodeLabels" : "availability"}${node[3] ?? ""}`,
      };
    else
      yield {
        ...problem,
        path: problem.path === "managers" ? `${own("managers")}.count` : `${path("swarm")}.${problem.path}`,
      };
  }
  const isNetworks = ({ path: at0 }: Problem) => ofNetwork.some((name) => at0.startsWith(name));
  const network = only(swarm, ofNetwork);
  if (!target.swarmNetwork) {
    for (const name of Object.keys(network))
      yield error(own(name), `is for a cloud, and not for target ${key}; remove it`);
    return;
  }
  for (const problem of target.swarmNetwork.problems("swarm-network", network))
    if (isNetworks(problem)) yield { ...problem, path: `${path("swarm")}.${problem.path}` };
}

/** For the rules of a swarm: machines of which all is right but what the settings say of them. */
function standIn({ name, node }: Member, i: number): Arguments {
  const address = `192.0.2.${i + 1}`;
  return {
    name,
    connection: { host: address },
    privateAddress: `${name.startsWith("worker") ? "10.1" : "10.0"}.0.${i + 1}`,
    ...node,
  };
}

const isCount = (count: unknown): count is number =>
  Number.isInteger(count) && Number(count) >= 0 && Number(count) <= 100;
const roleOf = ({ swarm }: Config, role: Role): Arguments => (isMap(swarm[role]) ? swarm[role] : {});

function countOf({ count }: Arguments, role: Role): number {
  return isCount(count) ? count : role === "managers" && count === undefined ? 1 : 0;
}

function only(given: Arguments, names: string[]): Arguments {
  return Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name)));
}
