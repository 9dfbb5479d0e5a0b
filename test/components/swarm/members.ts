// SPDX-License-Identifier: Apache-2.0
import type { Answer, AskMember } from "../../../components/swarm/ask";
import { defaultLimits, defaultOptions, type NodeOrder, type SwarmOrder } from "../../../components/swarm/order";
import { SwarmError, type SwarmFailure } from "../../../components/swarm/report";

export function memberOf(name: string, more: Partial<NodeOrder> = {}): NodeOrder {
  return {
    name,
    role: "worker",
    connection: { host: name },
    privateAddress: "10.0.0.1",
    machineId: name,
    labels: {},
    availability: "active",
    look: [`enter ${name}`],
    ...more,
  };
}

export function orderOf(nodes: NodeOrder[]): SwarmOrder {
  return { swarm: "swarm", stack: "dev", nodes, options: { ...defaultOptions, mtu: 1460 }, limits: defaultLimits };
}

export const answered = (stdout: string): Answer => ({ status: 0, stdout, stderr: "" });

/** Members that answer by the function of the guest's scripts that is called; `calls` has each as `member function`. */
export function scripted(answers: (node: string, call: string, script: string) => string | Answer): {
  ask: AskMember;
  calls: string[];
} {
  const calls: string[] = [];
  const ask: AskMember = (node, script) => {
    const call = /^main\(\) \{\n(\w+)\n\}$/m.exec(script)?.[1] ?? "";
    calls.push(`${node.name} ${call}`);
    const answer = answers(node.name, call, script);
    return Promise.resolve(typeof answer === "string" ? answered(answer) : answer);
  };
  return { ask, calls };
}

export async function failureOf(work: Promise<unknown>): Promise<SwarmFailure> {
  const error: unknown = await work.then(
    () => undefined,
    (one: unknown) => one,
  );
  if (error instanceof SwarmError) return error.failure;
  throw error instanceof Error ? error : new Error("nothing failed");
}
