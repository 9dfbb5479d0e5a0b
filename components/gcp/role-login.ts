// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";

import type { Problem } from "../../cloud-init";
import { isMap } from "../../cloud-init/validate/kind";
import { error } from "../../cloud-init/validate/problem";
import type { RoleLogin } from "../secrets/role-login";
import type { GcpDockerHostArgs } from "./args";

/** Scopes that let a token pull, by their own names and by gcloud's short ones. */
const enough =
  /^(https:\/\/www\.googleapis\.com\/auth\/)?(cloud-platform(\.read-only)?|devstorage\.(read_only|read_write|full_control)|storage-(ro|rw|full))$/;

/** How machines on Google Cloud log in to Artifact Registry. */
export function roleLogin({ serviceAccount }: Pick<GcpDockerHostArgs, "serviceAccount">): RoleLogin {
  return {
    cloud: "Google Cloud",
    registries: /^([a-z0-9-]+-docker\.pkg\.dev|((us|eu|asia)\.)?gcr\.io)$/,
    forms: `"REGION-docker.pkg.dev", "gcr.io" or "us.gcr.io"`,
    *roleProblems(where): Generator<Problem> {
      if (serviceAccount === undefined)
        yield error(
          "serviceAccount",
          `is missing: ${where} has login "cloud", which is that of the machine's service account; give one with the role roles/artifactregistry.reader`,
          "/missing",
        );
      const scopes: unknown = isMap(serviceAccount) ? serviceAccount.scopes : undefined;
      const isPlain = Array.isArray(scopes) && scopes.every((scope) => typeof scope === "string");
      if (isPlain && !scopes.some((scope: string) => enough.test(scope)))
        yield error(
          "serviceAccount.scopes",
          `let its tokens pull nothing, and ${where} has login "cloud"; add "https://www.googleapis.com/auth/devstorage.read_only", or leave scopes out`,
        );
    },
    program: join(__dirname, "guest", "credential.py"),
    leavesMachine: false,
  };
}
