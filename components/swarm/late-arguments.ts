// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { isLate } from "../arguments/output";
import { report } from "../arguments/report";
import { hidden } from "../arguments/without-values";
import { isMocked } from "../mocks";
import { dockerSwarmProblems } from "./rules";
import type { DockerSwarmArgs, SwarmNodeArgs } from "./swarm-args";

/** As errors name them. */
export const whose = "the docker swarm's arguments";

/** Resolves when all arguments are known and right. Of those that are secret, messages show no values. */
export function checkedLate(args: DockerSwarmArgs): pulumi.Output<void> {
  const { managers, workers, ...others } = args;
  const open = pulumi.output({ ...others, managers: withoutWays(managers), workers: withoutWays(workers) });
  return pulumi.all([pulumi.output(args), pulumi.isSecret(open)]).apply(([known, isSecret]) => {
    const ways = [...known.managers, ...(known.workers ?? [])].map((node) => node.connection);
    const problems = hidden(dockerSwarmProblems(known), isSecret ? known : ways, true);
    // Outputs of what is mocked have the members that the mocks give them, and maybe none.
    report(isMocked() ? problems.filter(({ code }) => !code.endsWith("/missing")) : problems, whose);
  });
}

/** Members without their connections, which are secret wherever they hold keys. */
function withoutWays(members: DockerSwarmArgs["workers"]): unknown {
  const rest = ({ connection: _, ...others }: Partial<SwarmNodeArgs>) => others;
  if (!Array.isArray(members)) return undefined;
  return members.map((one) => (isLate(one) ? {} : rest(one as SwarmNodeArgs)));
}
