// SPDX-License-Identifier: Apache-2.0
// Proves a swarm by using it: a network across the members, a service with a task on each, its port and its name. All is removed again.
import type { ProbeResult } from "../health/report";
import type { AskMember } from "./ask";
import { parsed } from "./engine-answer";
import type { NodeOrder, SwarmOrder } from "./order";
import { execBody, networkBody, proofName, serviceBody } from "./proof-order";
import { failedProbe, MemberScripts, type Pace, usualPace } from "./proof-steps";
import { allRun, readyMembers } from "./proof-waits";
import type { SwarmNode, SwarmReport } from "./report";
import { type SeenMembers, versionsApart } from "./seen-nodes";
import { bytesOf, dnsWrongs, meshWrongs, type Seen, slowest, trafficWrongs, type Wrong } from "./seen-traffic";
import { sideBySide } from "./side-by-side";

/**
 * @param ids by which the swarm calls the members, by their names
 * @throws SwarmError whose stage is the probe that failed
 */
export async function prove(
  order: SwarmOrder,
  manager: NodeOrder,
  ids: Record<string, string>,
  ask: AskMember,
  tell: (line: string) => void,
  pace: Pace = usualPace,
): Promise<SwarmReport> {
  const begin = performance.now();
  const run = new MemberScripts(ask);
  const probes: ProbeResult[] = [];
  const passed = (probe: string, since: number, detail: string) =>
    probes.push({ probe, status: "pass", ms: Math.round(performance.now() - since), detail });

  tell(`proving the swarm: whether all ${order.nodes.length} members are ready`);
  let since = performance.now();
  const seen = await readyMembers(order.nodes, manager, ids, run, pace);
  const { members, clusterId } = seen;
  passed("nodes", since, `ready: ${members.map(({ name, role }) => `${name} (${role})`).join(", ")}`);

  since = performance.now();
  const apart = versionsApart(members);
  if (apart) throw failedProbe("versions", order.nodes, [apart]);
  passed("versions", since, [...new Set(members.map(({ engine }) => engine))].join(", "));

  try {
    await useSwarm(order, manager, seen, run, pace, tell, { probes, passed });
  } catch (error) {
    // What failed is more telling than that something is left.
    await removeAll(order.nodes, manager, run, pace).catch(() => {});
    throw error;
  }
  tell("proving the swarm: removing what was made for that");
  since = performance.now();
  await removeAll(order.nodes, manager, run, pace);
  passed("removed", since, "service, network and images of the proof");
  const seconds = Math.round((performance.now() - begin) / 1000);
  return { version: 1, swarm: order.swarm, id: clusterId, healthy: true, nodes: members, probes, seconds };
}

interface Probes {
  probes: ProbeResult[];
  passed: (probe: string, since: number, detail: string) => void;
}

async function useSwarm(
  { nodes, options }: SwarmOrder,
  manager: NodeOrder,
  { members, strangers }: SeenMembers,
  run: MemberScripts,
  pace: Pace,
  tell: (line: string) => void,
  { probes, passed }: Probes,
): Promise<void> {
  tell("proving the swarm: a network and a service on all members");
  let since = performance.now();
  const limit = String(pace.seconds);
  await run.on(manager, "overlay", "remove_service", { SECONDS_FOR_IT: limit });
  await run.on(manager, "overlay", "make_network", { NETWORK: networkBody(options.mtu) });
  passed("overlay", since, options.mtu > 0 ? `made for packets of ${options.mtu} bytes` : "made");

  since = performance.now();
  const working = members.filter(({ availability }) => availability === "active");
  const machines = nodes.filter(({ name }) => working.some((one) => one.name === name));
  await sideBySide(machines, (node) => run.on(node, "service", "make_image"));
  await run.on(manager, "service", "make_service", { SERVICE: serviceBody(strangers) });
  await allRun(nodes, manager, working, run, pace);
  passed("service", since, working.length > 0 ? `runs on ${namesOf(working)}` : "no member takes tasks");

  tell("proving the swarm: its published port, names and packets on each member");
  const port = String(publishedPort(await run.on(manager, "mesh", "look_at_service")));
  const ofTasks = working.map(({ id }) => id);
  const told = { PORT: port, SECONDS_FOR_IT: limit, NODES: ofTasks.join(",") };
  const inside = { ...told, EXEC: execBody(ofTasks, pace.seconds) };
  const meshes = await onEach(nodes, members, (node) =>
    run.on(node, "mesh", "through_mesh", { ...told, ADDRESS: node.privateAddress }),
  );
  const insides = await onEach(nodes, working, (node) => run.on(node, "dns", "inside_task", inside));
  // Where packets get lost, that is why ports and names do not answer: it is said first.
  const judged: [string, Wrong[], Seen[], string][] = [
    [
      "traffic",
      trafficWrongs(insides, working),
      insides,
      working.length > 1
        ? `packets of ${bytesOf(insides)} bytes between containers on ${namesOf(working)}`
        : "one task at most",
    ],
    ["mesh", meshWrongs(meshes, working), meshes, `port ${port} of ${namesOf(members)} leads to ${namesOf(working)}`],
    [
      "dns",
      dnsWrongs(insides, working, proofName),
      insides,
      `${proofName} and tasks.${proofName} on ${namesOf(working)}`,
    ],
  ];
  for (const [probe, wrongs] of judged) if (wrongs.length > 0) throw failedProbe(probe, nodes, wrongs);
  for (const probe of ["mesh", "dns", "traffic"]) {
    const [, , seen = [], detail = ""] = judged.find(([name]) => name === probe) ?? [];
    const status = working.length === 0 ? "skip" : "pass";
    probes.push({ probe, status, ms: slowest(seen, probe === "mesh" ? "mesh" : "inside"), detail });
  }
}

async function onEach(
  nodes: NodeOrder[],
  members: SwarmNode[],
  work: (node: NodeOrder) => Promise<string>,
): Promise<Seen[]> {
  const pairs = members.flatMap((member) =>
    nodes.filter(({ name }) => name === member.name).map((node) => ({ member, node })),
  );
  return sideBySide(pairs, async ({ member, node }) => ({ member, stdout: await work(node) }));
}

async function removeAll(nodes: NodeOrder[], manager: NodeOrder, run: MemberScripts, pace: Pace): Promise<void> {
  const limit = { SECONDS_FOR_IT: String(pace.seconds) };
  const gone = run.on(manager, "removed", "remove_service", limit);
  await gone.finally(() => sideBySide(nodes, (node) => run.on(node, "removed", "remove_image", limit)));
}

function publishedPort(stdout: string): number {
  const service = parsed(stdout) as { Endpoint?: { Ports?: { PublishedPort?: number }[] } } | undefined;
  return service?.Endpoint?.Ports?.[0]?.PublishedPort ?? 0;
}

const namesOf = (all: SwarmNode[]) => all.map(({ name }) => name).join(", ");
