// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import type { HostSpec } from "../../cloud-init";
import { fields } from "../../cloud-init/shape";
import { withCodes } from "../../cloud-init/validate/shape";
import { report } from "../arguments/report";
import { withoutValues } from "../arguments/without-values";
import type { DockerHostArgs } from "../docker-host-args";
import { type SecretsOrder, secretsOrder } from "./order";
import { registries as ofRegistries, secretFiles as ofFiles } from "./rules";
import { secretProblems } from "./together";

/**
 * The secrets of a host, for its check. They are secret whatever the caller has made of them. Those that were known late are
 * held against the host here.
 */
export function secretsOf(
  { secretFiles, registries }: Pick<DockerHostArgs, "secretFiles" | "registries">,
  spec: pulumi.Output<HostSpec>,
): pulumi.Output<SecretsOrder> {
  const given = pulumi.output({ secretFiles, registries });
  return pulumi.secret(
    pulumi.all([given, spec]).apply(([args, host]) => {
      const shape = fields({ secretFiles: ofFiles, registries: ofRegistries });
      const problems = withCodes([...secretProblems(args, host)], shape);
      report(problems.map((problem) => ({ ...problem, message: withoutValues(problem.message, secretValues(args)) })));
      return secretsOrder(args.secretFiles ?? [], args.registries ?? [], host.dockerUsers);
    }),
  );
}

/** What no message may have in it. */
function secretValues({ secretFiles, registries }: pulumi.Unwrap<Pick<DockerHostArgs, "secretFiles" | "registries">>) {
  return [secretFiles?.map(({ content }) => content), registries?.map(({ password }) => password)];
}
