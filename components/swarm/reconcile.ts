// SPDX-License-Identifier: Apache-2.0
// From machines to a proved swarm: look, refuse or plan, act, prove.
import { act, type Present } from "./act";
import { freePool } from "./address-pool";
import type { AskMember } from "./ask";
import { asked } from "./asked";
import { managerPort } from "./bodies";
import { factsScript, type NodeFacts, readFacts } from "./facts";
import { memberScript } from "./member-script";
import type { NodeOrder, SwarmOrder } from "./order";
import { plan, type Step } from "./plan";
import { openPorts } from "./ports";
import { allOf, type Problem } from "./problem";
import { prove } from "./prove";
import { SwarmError, type SwarmReport } from "./report";
import type { SwarmResult } from "./result";
import { sideBySide } from "./side-by-side";
import { unfit } from "./unfit";

/** What the proof brings; tests bring their own. */
export interface Parts {
  ports: typeof openPorts;
  proof: (...args: Parameters<typeof prove>) => Promise<SwarmReport>;
}

/**
 * @param old machines of the last update that are no longer in the order, and may still be there
 * @throws SwarmError where there is no swarm that works
 */
export async function reconcile(
  order: SwarmOrder,
  old: NodeOrder[],
  ask: { member: AskMember; old: AskMember },
  tell: (line: string) => void,
  { ports, proof }: Parts = { ports: openPorts, proof: prove },
): Promise<SwarmResult> {
  const { nodes } = order;
  tell(`looking at ${nodes.length} machine${nodes.length === 1 ? "" : "s"}`);
  const facts = await factsOf(nodes, ask.member);
  const problems = unfit(nodes, facts, order.options);
  if (problems.length > 0) throw allOf(problems, look(order, problems));
  const before = await factsOfOld(old, ask.old);

  const mtu = order.options.mtu || Math.min(...Object.values(facts).map((own) => own.mtu));
  const planned = plan(order, {
    ...{ facts, mtu },
    old: before.flatMap(({ own }) => own?.swarm ?? []),
    gone: before.filter(({ node, own }) => node.role === "manager" && !own?.swarm).map(({ node }) => node.name),
  });
  if (planned.problems) throw allOf(planned.problems, look(order, planned.problems));

  const { steps } = planned;
  const joining = newMembers(nodes, steps);
  if (joining.length > 0) {
    tell(`looking whether the swarm's ports are open to ${joining.map(({ name }) => name).join(", ")}`);
    await ports(
      joining,
      nodes.filter((node) => !joining.includes(node)),
      order.options,
      ask.member,
    );
  }
  const present = presentOf(nodes, facts, before);
  await act(
    withPool(order, facts),
    steps,
    present,
    (node, ...rest) => (old.includes(node) ? ask.old : ask.member)(node, ...rest),
    tell,
  );

  const [manager] = nodes;
  if (!manager) throw new Error("a swarm has a manager"); // what the rules of the arguments say
  // The proof's networks are as those of services should be.
  const proved = { ...order, options: { ...order.options, mtu } };
  const health = await proof(proved, manager, present.ids, ask.member, tell);
  return { health, unlockKey: order.options.autolock ? await unlockKey(manager, ask.member) : "" };
}

async function factsOf(nodes: NodeOrder[], ask: AskMember): Promise<Record<string, NodeFacts>> {
  const all = await sideBySide(nodes, async (node): Promise<[string, NodeFacts] | SwarmError> => {
    try {
      const { stdout } = await asked(ask, node, "facts", factsScript(node), 90);
      return [node.name, readFacts(stdout, now())];
    } catch (error) {
      if (error instanceof SwarmError) return error;
      throw error;
    }
  });
  const failures = all.filter((one) => one instanceof SwarmError);
  const [first, second] = failures;
  if (first && !second) throw first;
  if (first) throw allOf(failures.map(({ failure }) => failure));
  return Object.fromEntries(all.filter((one) => Array.isArray(one)));
}

const now = () => Date.now() / 1000;

/** They may be gone, and are asked only so that others can take their place. */
async function factsOfOld(
  old: NodeOrder[],
  ask: AskMember,
): Promise<{ node: NodeOrder; own: NodeFacts | undefined }[]> {
  return sideBySide(old, async (node) => {
    const answer = await ask(node, factsScript(node, 5), 60).catch(() => undefined);
    return { node, own: answer?.status === 0 ? readFacts(answer.stdout, now()) : undefined };
  });
}

/** Only a swarm that is made now is told where its networks are. */
function withPool(order: SwarmOrder, facts: Record<string, NodeFacts>): SwarmOrder {
  const { addressPool } = order.options;
  if (addressPool.length > 0) return order;
  const own = order.nodes.map(({ privateAddress }) => `${privateAddress}/32`);
  const pool = freePool([...own, ...Object.values(facts).flatMap(({ routes }) => routes)]);
  return { ...order, options: { ...order.options, addressPool: [pool] } };
}

function newMembers(nodes: NodeOrder[], steps: Step[]): NodeOrder[] {
  const names = steps.flatMap((step) => (step.do === "init" || step.do === "join" ? [step.node] : []));
  return nodes.filter(({ name }) => names.includes(name));
}

function presentOf(
  nodes: NodeOrder[],
  facts: Record<string, NodeFacts>,
  old: { node: NodeOrder; own: NodeFacts | undefined }[],
): Present {
  const managing = [...nodes.map((node) => ({ node, own: facts[node.name] })), ...old].filter(({ own }) => own?.swarm);
  const staying = managing.filter(({ node }) => nodes.includes(node) && node.role === "manager");
  const [view] = managing;
  const seen = view?.own?.swarm?.nodes
    .filter(({ isReachable }) => isReachable)
    .map(({ managerAddress }) => managerAddress);
  return {
    ids: Object.fromEntries(nodes.map(({ name }) => [name, facts[name]?.nodeId ?? ""])),
    managers: [...staying, ...managing.filter((one) => !staying.includes(one))].map(({ node }) => node),
    addresses: (seen ?? []).map((address) => address || `${view?.node.privateAddress}:${managerPort}`),
  };
}

async function unlockKey(manager: NodeOrder, ask: AskMember): Promise<string> {
  const script = memberScript("administration.sh", {}, ["unlock_key"]);
  const { stdout } = await asked(ask, manager, "init", script, 60);
  return /"UnlockKey":"([^"]*)"/.exec(stdout)?.[1] ?? "";
}

/** Of the one machine that it is about. */
function look({ nodes }: SwarmOrder, problems: Problem[]): string[] {
  const named = new Set(problems.flatMap((problem) => problem.nodes));
  return named.size === 1 ? (nodes.find(({ name }) => named.has(name))?.look ?? []) : [];
}
