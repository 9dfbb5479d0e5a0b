// SPDX-License-Identifier: Apache-2.0
// Does what a plan says, step by step. What it does twice changes nothing, so that an update that was cut off goes on in the next.
import type { Answer, AskMember } from "./ask";
import { asked } from "./asked";
import { memberScript } from "./member-script";
import { initBody, ingressBody, joinBody, managerPort } from "./bodies";
import type { NodeOrder, SwarmOrder } from "./order";
import type { Step } from "./plan";
import { SwarmError } from "./report";
import { sideBySide } from "./side-by-side";
import { administration, promotion, stageOf, words } from "./steps";

/** What is known of a swarm while it is changed. */
export interface Present {
  /** The ids of members of the order, by name. It grows. */
  ids: Record<string, string>;
  /** Who can be asked to change the swarm, the best first. It changes. */
  managers: NodeOrder[];
  /** `address:port` of each manager. It grows. */
  addresses: string[];
}

type Tell = (line: string) => void;

/** @throws SwarmError with the stage of the step that failed; those after it were not begun */
export async function act(
  order: SwarmOrder,
  steps: Step[],
  present: Present,
  ask: AskMember,
  tell: Tell,
): Promise<void> {
  const doing = new Doing(order, present, ask, tell);
  for (let i = 0; i < steps.length;) {
    const [step] = steps.slice(i, i + 1);
    if (!step) break;
    // Neighbours of these kinds do not depend on one another.
    const isSame = (other: Step) => other.do === step.do && ["forget", "update", "drain", "remove"].includes(step.do);
    const isWorkers = (other: Step) => [step, other].every((one) => one.do === "join" && one.role === "worker");
    let end = i + 1;
    for (let next = steps[end]; next && (isSame(next) || isWorkers(next)); next = steps[end]) end++;
    await doing.all(steps.slice(i, end));
    i = end;
  }
}

class Doing {
  private readonly nodes: Map<string, NodeOrder>;

  constructor(
    private readonly order: SwarmOrder,
    private readonly present: Present,
    private readonly ask: AskMember,
    private readonly tell: Tell,
  ) {
    this.nodes = new Map(order.nodes.map((node) => [node.name, node]));
  }

  /** Steps of one kind. What managers are asked for is one script. */
  async all(steps: Step[]): Promise<void> {
    for (const step of steps) this.tell(words(step));
    const calls = steps.flatMap((step) => administration(step, this.present.ids));
    if (calls.length > 0) await this.manage(steps, calls);
    else await sideBySide(steps, (step) => this.one(step));
  }

  private async one(step: Step): Promise<void> {
    if (step.do === "ingress") return this.remakeIngress(step);
    const node = "node" in step ? this.nodes.get(step.node) : undefined;
    if (!node) return;
    if (step.do === "forget") await this.run(node, "init", memberScript("membership.sh", {}, ["leave_swarm"]), 120);
    if (step.do === "init") {
      const body = initBody(node, this.order.options);
      await this.enter(node, "init", memberScript("membership.sh", { BODY: body }, ["make_swarm"]));
    }
    if (step.do === "join") {
      const token = await this.token(step.role);
      const told = { BODY: joinBody(node, token, this.present.addresses), ROLE: step.role, PATIENCE: "120" };
      await this.enter(node, "join", memberScript("membership.sh", told, ["join_swarm"]), step.role === "manager");
    }
    if (step.do === "promote") {
      await this.manage([step], promotion(this.present.ids[node.name] ?? ""));
      await this.run(node, "join", memberScript("membership.sh", {}, ["await 120 is_manager"]), 150);
      this.isManager(node);
    }
  }

  /** A member that has come in. */
  private async enter(node: NodeOrder, stage: string, script: string, isManager = true): Promise<void> {
    const { stdout } = await this.run(node, stage, script, 240);
    this.present.ids[node.name] = /^id (\S+)$/m.exec(stdout)?.[1] ?? "";
    if (isManager) this.isManager(node);
  }

  private isManager(node: NodeOrder): void {
    this.present.addresses.push(`${node.privateAddress}:${managerPort}`);
    // Before those that leave.
    const others = this.present.managers.filter((one) => one !== node);
    const staying = others.filter((one) => this.nodes.get(one.name) === one);
    this.present.managers = [...staying, node, ...others.filter((one) => !staying.includes(one))];
  }

  private async token(role: string): Promise<string> {
    const { stdout } = await this.onManager("join", memberScript("administration.sh", {}, ["tokens"]), 60);
    const tokens = /"JoinTokens":\{[^}]*\}/.exec(stdout)?.[0] ?? "";
    return new RegExp(`"${role}":"([^"]*)"`, "i").exec(tokens)?.[1] ?? "";
  }

  private async remakeIngress({ mtu }: { mtu: number }): Promise<void> {
    const script = memberScript("administration.sh", { BODY: ingressBody(mtu) }, ["remake_ingress"]);
    await this.onManager("init", script, 120);
  }

  private async manage(steps: Step[], calls: string[]): Promise<void> {
    const patience = steps.reduce((sum, step) => sum + (step.do === "drain" ? step.seconds : 0), 0);
    const { stdout } = await this.onManager(
      stageOf(steps[0]),
      memberScript("administration.sh", {}, calls),
      120 + 10 * steps.length + patience,
    );
    for (const step of steps) {
      if (step.do === "drain" && stdout.includes(`late ${step.id}`))
        this.tell(`${step.name} leaves with tasks that still run, after ${step.seconds} s`);
      if (step.do === "demote")
        this.present.managers = this.present.managers.filter(({ name }) => this.present.ids[name] !== step.id);
    }
  }

  /** Asks the first manager that accepts a login. */
  private async onManager(stage: string, script: string, seconds: number): Promise<Answer> {
    let last: SwarmError | undefined;
    for (const manager of [...this.present.managers]) {
      try {
        return await this.run(manager, stage, script, seconds);
      } catch (error) {
        if (!(error instanceof SwarmError) || error.failure.stage !== "ssh") throw error;
        last = error;
      }
    }
    throw last ?? new Error("the swarm has no manager that could be asked"); // a plan has one from its first steps on
  }

  private async run(node: NodeOrder, stage: string, script: string, seconds: number): Promise<Answer> {
    return asked(this.ask, node, stage, script, seconds);
  }
}
