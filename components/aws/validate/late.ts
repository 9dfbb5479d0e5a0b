// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

import type { Problem } from "../../../cloud-init";
import { error } from "../../../cloud-init/validate/problem";
import { checkedLater, isLate, isPlain } from "../../arguments";
import type { AwsDockerHostArgs } from "../args";
import { opensSsh } from "../firewall";
import { networkProblem } from "./rules";
import { type Rule, values } from "./values";

/** The same arguments, of which those that are known late are checked then: a mistake fails what is made of them. */
export function whenKnown(args: AwsDockerHostArgs): AwsDockerHostArgs {
  const late = Object.entries(values).flatMap(([name, rule]) => {
    const value: unknown = args[name as keyof typeof values];
    return isPlain(value) ? [] : [[name, checkedLater(value, (known) => wrong(rule, known, name))]];
  });
  const guarded = args.allowSshFromAnywhere !== true;
  const rules = (name: "ingress" | "egress") =>
    args[name]?.map((rule, i) => ({
      ...rule,
      cidrs: checkedCidrs(rule.cidrs, `${name}[${i}].cidrs`, guarded && name === "ingress" && opensSsh(rule)),
    }));
  return {
    ...args,
    ...(Object.fromEntries(late) as Partial<AwsDockerHostArgs>),
    ...(args.sshIngressCidrs && { sshIngressCidrs: checkedCidrs(args.sshIngressCidrs, "sshIngressCidrs", guarded) }),
    ...(args.ingress && { ingress: rules("ingress") ?? [] }),
    ...(args.egress && { egress: rules("egress") ?? [] }),
  };
}

function checkedCidrs(list: pulumi.Input<string>[], path: string, guarded: boolean): pulumi.Input<string>[] {
  const rule: Rule = (value) => networkProblem(value, guarded);
  return list.map((cidr, i) =>
    isLate(cidr) ? (checkedLater(cidr, (known) => wrong(rule, known, `${path}[${i}]`)) as pulumi.Output<string>) : cidr,
  );
}

function* wrong(rule: Rule, value: unknown, path: string): Generator<Problem> {
  const problem = rule(value);
  if (problem !== undefined) yield error(path, problem);
}
