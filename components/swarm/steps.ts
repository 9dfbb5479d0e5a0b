// SPDX-License-Identifier: Apache-2.0
// What the steps of a plan are called, and what a manager is asked for them.
import { quote } from "../../cloud-init/shell";
import type { Step } from "./plan";

/** For whoever waits. */
export function words(step: Step): string {
  switch (step.do) {
    case "forget":
      return `${step.node} leaves what it remembers of a swarm`;
    case "init":
      return `${step.node} makes the swarm`;
    case "ingress":
      return `the network of published ports gets MTU ${step.mtu}`;
    case "join":
      return `${step.node} joins as ${step.role}`;
    case "promote":
      return `${step.node} becomes a manager`;
    case "update":
      return `${step.node} gets its labels and availability`;
    case "drain":
      return `${step.name} is drained, ${step.seconds} s at most`;
    case "demote":
      return `${step.name} is no manager any more`;
    case "remove":
      return `${step.name} leaves`;
  }
}

/** The stage that a failure of a step names. */
export function stageOf(step: Step | undefined): string {
  const stages: Partial<Record<Step["do"], string>> = {
    update: "labels",
    promote: "join",
    join: "join",
    init: "init",
    ingress: "init",
  };
  return (step && stages[step.do]) ?? "leave";
}

/** Calls of guest/administration.sh; none where a member does it by itself. */
export function administration(step: Step, ids: Record<string, string>): string[] {
  switch (step.do) {
    case "update": {
      const { labels, availability } = step;
      const options = [
        ...Object.entries(labels.set).map(([key, value]) => `--label-add ${quote(`${key}=${value}`)}`),
        ...labels.remove.map((key) => `--label-rm ${quote(key)}`),
        ...(availability === undefined ? [] : [`--availability ${availability}`]),
      ];
      return [`update_member ${quote(ids[step.node] ?? "")} ${options.join(" ")}`];
    }
    case "drain":
      return [`drain_member ${quote(step.id)} ${step.seconds}`];
    case "demote":
      return [`demote_member ${quote(step.id)}`];
    case "remove":
      return [`remove_member ${quote(step.id)}`];
    default:
      return [];
  }
}

export const promotion = (id: string) => [`update_member ${quote(id)} --role manager`];
