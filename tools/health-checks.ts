// SPDX-License-Identifier: Apache-2.0
import type { CheckOrder } from "../components/health/check-order";

interface Resource {
  urn: string;
  type: string;
  inputs?: Record<string, unknown>;
}

/** The checks in what `pulumi stack export --show-secrets` prints: each exactly what the last `up` ran. */
export function healthChecks(exported: string): CheckOrder[] {
  const { deployment } = JSON.parse(exported) as { deployment: { resources?: Resource[] } };
  return (deployment.resources ?? []).flatMap(({ urn, type, inputs }) => {
    const [, , types = "", name = ""] = urn.split("::");
    if (type !== "command:local:Command" || !types.includes("index:HostHealth$") || !name.endsWith("-check")) return [];
    return [JSON.parse(String(reveal(inputs?.stdin))) as CheckOrder];
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
