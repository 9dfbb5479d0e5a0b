// SPDX-License-Identifier: Apache-2.0
import type { Connection } from "./remote-script";

/** A host's check as it stands in a stack's state: exactly what the last `up` ran. */
export interface HealthCheck {
  name: string;
  connection: Connection;
  command: string;
  script: string;
}

interface Resource {
  urn: string;
  type: string;
  inputs?: Record<string, unknown>;
}

/** The checks in what `pulumi stack export --show-secrets` prints. */
export function healthChecks(exported: string): HealthCheck[] {
  const { deployment } = JSON.parse(exported) as { deployment: { resources?: Resource[] } };
  return (deployment.resources ?? []).flatMap(({ urn, type, inputs }) => {
    const [, , types = "", name = ""] = urn.split("::");
    if (type !== "command:remote:Command" || !types.includes("index:HostHealth$") || !name.endsWith("-check"))
      return [];
    const { connection, create, stdin } = reveal(inputs) as { connection: Connection; create: string; stdin: string };
    return [{ name: name.replace(/(-health)?-check$/, ""), connection, command: create, script: stdin }];
  });
}

/** The mark of a secret, which every Pulumi language shares. */
const mark = "4dabf18193072939515e22adb298388d";

/** A value of the state with its secrets in plain. */
function reveal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reveal);
  if (typeof value !== "object" || value === null) return value;
  if (mark in value && "plaintext" in value) return reveal(JSON.parse(String(value.plaintext)));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, reveal(member)]));
}
