// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

import { quote } from "../../cloud-init/shell";
import type { Login } from "../../components/ephemeral/access";
import type { HealthReport } from "../../components/health/report";
import type { Pulumi } from "../setup/pulumi";
import { local } from "../shared/places";

/** What `pulumi stack output --json --show-secrets` holds for one host. */
export interface HostOutputs extends Login {
  dockerHost: string;
  health: HealthReport;
  imageName: string;
}

/**
 * Writes `.pulumi-local/env`, with which a shell has the same Pulumi as `npm start`, and docker its host; and the same as
 * `pulumi.json`, for `pulumi-docker-host` in a shell that has not read it.
 */
export function writeEnvironment({ path, env }: Pulumi, dockerHost?: string): void {
  writeFileSync(join(local, "pulumi.json"), `${JSON.stringify({ path, env }, undefined, 2)}\n`);
  const variables = { ...env, ...(dockerHost !== undefined && { DOCKER_HOST: dockerHost }) };
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}`);
  writeFileSync(join(local, "env"), [...lines, `export PATH=${quote(path.join(delimiter))}:"$PATH"`, ""].join("\n"));
}
