// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { error } from "../../../cloud-init/validate/problem";
import { isPlain, report } from "../../host-spec";
import type { AwsDockerHostArgs } from "../docker-host-args";
import { opensSsh } from "../rules";
import { networkProblem } from "./rules";
import { isLate } from "./shape";
import { type Rule, values } from "./values";

/** The same arguments, of which those that are known late are checked then: a mistake fails what is made of them. */
export function whenKnown(args: AwsDockerHostArgs): AwsDockerHostArgs {
  const late = Object.entries(values).flatMap(([name, rule]) => {
    const value: unknown = args[name as keyof typeof values];
    return isPlain(value) ? [] : [[name, checkedLater(value, name, rule)]];
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
    isLate(cidr) ? (checkedLater(cidr, `${path}[${i}]`, rule) as pulumi.Output<string>) : cidr,
  );
}

function checkedLater(value: unknown, path: string, rule: Rule): pulumi.Output<string | undefined> {
  return pulumi.output(value as pulumi.Input<string>).apply((known: string | undefined) => {
    const problem = known === undefined ? undefined : rule(known);
    if (problem !== undefined) report([error(path, problem)]);
    return known;
  });
}
