// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import type { Problem } from "../cloud-init";
import { describe, errors } from "../cloud-init";
import { insteadOf } from "../cloud-init/validate/names";
import { error, shown } from "../cloud-init/validate/problem";
import { counted } from "../components/arguments/report";
import { type ImageTarget, imageTargets } from "../components/bake/bakeries";
import { type Config, readConfig } from "./config";
import { type Checked, type Host, hostsOf, problemsOf, problemsTogether, unreadable } from "./hosts";
import { type Arguments, type Target, targets } from "../components/platforms";
import { isSwarm, type Member, membersOf, networkArgs, swarmOptions, swarmProblems } from "./swarm-settings";

export interface Settings {
  target: Target;
  /** What is made in place of hosts, from the first of them. */
  images: ImageTarget | undefined;
  hosts: Host[];
  /** What the hosts are members of, and how. Absent where they are by themselves. */
  swarm?: { members: Member[]; options: Arguments; network: Arguments };
  /** The hosts come from a list, even if that has only one. */
  isList: boolean;
  protect: boolean;
  recheck: pulumi.Input<string>;
}

/** Reads the stack's settings, before anything is created. @throws RunError with everything that is wrong in them */
export function readSettings(): Settings {
  const config = readConfig(pulumi.getProject());
  const key = config.target as keyof typeof targets;
  const target = Object.hasOwn(targets, config.target ?? "") ? targets[key] : undefined;
  if (!target) throw mistakes([...config.problems, unknownTarget(config)]);

  const images = config.makes === "image" ? imageTargets[key]() : undefined;
  const members = isSwarm(config) ? membersOf(config, key) : undefined;
  const hosts = members ?? hostsOf(config, key);
  const problems = [
    ...config.problems,
    ...problemsOfKind(config),
    ...(members ? swarmProblems(config, members, key, target) : []),
    ...problemsOfHosts(config, hosts, images ? ofImages(images) : target),
  ];
  if (errors(problems).length > 0) throw mistakes(problems);
  const { protect, recheck } = config;
  return {
    ...{ target, images, hosts, isList: config.hosts.length > 0, protect },
    ...(members && { swarm: { members, options: swarmOptions(config), network: networkArgs(config, key) } }),
    recheck: config.isSecret("recheck") ? pulumi.secret(recheck) : recheck,
  };
}

function problemsOfHosts(config: Config, hosts: Host[], checked: Checked): Problem[] {
  const entries = [...unreadable(config)];
  return [
    ...(entries.length > 0 ? entries : problemsTogether(hosts, checked.distinct)),
    ...(entries.length > 0 ? [] : (checked.together?.(hosts) ?? [])),
    ...hosts.flatMap((host) => problemsOf(host, checked)),
  ];
}

function ofImages(images: ImageTarget): Checked {
  return { distinct: {}, problems: (_name, args) => images.problems(args) };
}

function* problemsOfKind({ makes, hosts, recheck, path }: Config): Generator<Problem> {
  const allowed = ["hosts", "image"];
  if (!allowed.includes(makes))
    yield error(path("makes"), `${shown(makes)} is not known; ${insteadOf(makes, allowed)}`);
  if (makes !== "image") return;
  const instead = "is for hosts, and this stack makes an image; leave one of the two out";
  if (hosts.length > 0) yield error(path("hosts"), instead);
  if (recheck !== "") yield error(path("recheck"), instead);
}

function unknownTarget({ target, path }: Config): Problem {
  if (target === undefined) return error(path("target"), `is missing; there are ${Object.keys(targets).join(", ")}`);
  return error(path("target"), `${shown(target)} is not known; ${insteadOf(target, Object.keys(targets))}`);
}

/** An error without a stack trace, which says nothing to somebody who has written settings. */
function mistakes(problems: Problem[]): pulumi.RunError {
  // Each host reports the problems of the arguments that they share.
  const found = new Set(errors(problems).map((problem) => describe([problem])));
  const title = `the settings of stack ${pulumi.getStack()} have ${counted([...found])}:`;
  return new pulumi.RunError([title, ...found].join("\n"));
}
