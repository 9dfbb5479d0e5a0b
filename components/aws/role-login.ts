// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";

import type { Problem } from "../../cloud-init";
import { error } from "../../cloud-init/validate/problem";
import type { RoleLogin } from "../secrets/role-login";
import type { AwsDockerHostArgs } from "./args";

/** How machines on AWS log in to ECR. */
export function roleLogin({ iamInstanceProfile }: Pick<AwsDockerHostArgs, "iamInstanceProfile">): RoleLogin {
  return {
    cloud: "AWS",
    registries:
      /^([0-9]{12}\.(dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?|dkr\.ecr-fips\.[a-z0-9-]+\.amazonaws\.com|dkr-ecr\.[a-z0-9-]+\.on\.aws)|public\.ecr\.aws)$/,
    forms: `"ACCOUNT.dkr.ecr.REGION.amazonaws.com" or "public.ecr.aws"`,
    *roleProblems(where): Generator<Problem> {
      if (iamInstanceProfile === undefined)
        yield error(
          "iamInstanceProfile",
          `is missing: ${where} has login "cloud", which is that of the machine's role; name a profile whose role has the policy AmazonEC2ContainerRegistryReadOnly`,
          "/missing",
        );
    },
    program: join(__dirname, "guest", "credential.py"),
    leavesMachine: true,
  };
}
