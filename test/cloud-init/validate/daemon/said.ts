// SPDX-License-Identifier: Apache-2.0
import { type CloudConfig, type DockerSpec, read } from "../../../../cloud-init";

/** All that is said about a spec, a line for each problem. */
export function saidOf(input: object): string[] {
  const { problems } = read({ login: "rocky", ...input });
  return problems.map(({ severity, path, message }) => `${severity}: ${path}: ${message}`);
}

/** All that is said about keys of daemon.json, without the path before a key. */
export function saidOfKeys(daemonConfig: CloudConfig, docker: Partial<DockerSpec> = {}): string[] {
  return saidOf({ docker: { ...docker, daemonConfig } }).map((line) =>
    line.replace(/^(\w+: )docker\.daemonConfig/, "$1"),
  );
}
