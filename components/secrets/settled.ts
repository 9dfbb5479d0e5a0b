// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import type { HostSpec } from "../../cloud-init";
import { fields } from "../../cloud-init/shape";
import { withCodes } from "../../cloud-init/validate/shape";
import { report } from "../arguments/report";
import { withoutValues } from "../arguments/without-values";
import type { DockerHostArgs } from "../docker-host-args";
import { isMocked } from "../mocks";
import { type Registry, type SecretsOrder, secretsOrder } from "./order";
import { type RoleLogin, roleProgram } from "./role-login";
import { registries as ofRegistries, secretFiles as ofFiles } from "./rules";
import { secretProblems } from "./together";

type Given = Pick<DockerHostArgs, "secretFiles" | "registries">;

/**
 * The secrets of a host, for its check. They are secret whatever the caller has made of them. Those that were known late are
 * held against the host here.
 */
export function secretsOf(
  { secretFiles, registries }: Given,
  spec: pulumi.Output<HostSpec>,
  role: RoleLogin | undefined,
): pulumi.Output<SecretsOrder> {
  const given = pulumi.output({ secretFiles, registries });
  return pulumi.secret(spec.apply((host) => given.apply((args) => checkedSecrets(args, host, role))));
}

/** @throws InputPropertiesError with every problem by the path of the caller's own argument, and no secret in it */
export function checkedSecrets(args: pulumi.Unwrap<Given>, host: HostSpec, role?: RoleLogin): SecretsOrder {
  const { secretFiles = [], registries = [] } = args;
  const found = withCodes(
    [...secretProblems(args, host, role)],
    fields({ secretFiles: ofFiles, registries: ofRegistries }),
  );
  // Outputs of what is mocked may come to nothing.
  const problems = isMocked() ? found.filter(({ path }) => !isUnset(path, registries)) : found;
  const secrets = [secretFiles.map(({ content }) => content), registries.map(({ password }) => password)];
  report(problems.map((problem) => ({ ...problem, message: withoutValues(problem.message, secrets) })));
  return secretsOrder(secretFiles, registries, host.dockerUsers, role && roleProgram(role, host));
}

/** Whether it is the user or the password of a registry, of which nothing is known. */
function isUnset(path: string, registries: Registry[]): boolean {
  const [, i = "", name = ""] = /^registries\[(\d+)\]\.(username|password)$/.exec(path) ?? [];
  return name !== "" && registries[Number(i)]?.[name as "username" | "password"] === undefined;
}
