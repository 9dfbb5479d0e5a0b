// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import type { Problem } from "../cloud-init";
import { describe, errors } from "../cloud-init";
import { insteadOf } from "../cloud-init/validate/names";
import { error, shown } from "../cloud-init/validate/problem";
import { counted } from "../components/arguments/report";
import { type Config, type Key, readConfig } from "./config";
import { type Host, hostsOf, problemsOf, problemsTogether, unreadable } from "./hosts";
import { type Target, targets } from "../components/platforms";

export interface Settings {
  target: Target;
  hosts: Host[];
  /** The hosts come from a list, even if that has only one. */
  isList: boolean;
  protect: boolean;
  recheck: pulumi.Input<string>;
}

/** Reads the stack's settings, before anything is created. @throws RunError with everything that is wrong in them */
export function readSettings(): Settings {
  const config = readConfig(pulumi.getProject());
  const key = config.target ?? "";
  const target = Object.hasOwn(targets, key) ? targets[key as keyof typeof targets] : undefined;
  if (!target) throw mistakes([...config.problems, unknownTarget(config)]);

  const hosts = hostsOf(config, key as Key);
  const entries = [...unreadable(config)];
  const problems = [
    ...config.problems,
    ...(entries.length > 0 ? entries : problemsTogether(hosts, target.distinct)),
    ...hosts.flatMap((host) => problemsOf(host, target)),
  ];
  if (errors(problems).length > 0) throw mistakes(problems);
  const { protect, recheck } = config;
  return {
    ...{ target, hosts, isList: config.hosts.length > 0, protect },
    recheck: config.isSecret("recheck") ? pulumi.secret(recheck) : recheck,
  };
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
