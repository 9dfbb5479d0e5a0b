// SPDX-License-Identifier: Apache-2.0
// Which argument replaces a machine. User data is secret, so that a preview shows that it is another and not what is.
import * as pulumi from "@pulumi/pulumi";

import { guestNames } from "./argument-names";
import type { DockerHostArgs } from "./docker-host-args";
import { isMocked } from "./mocks";

/**
 * With what the host's component is registered: the arguments that its machine is told at its first boot, as one secret, so
 * that the next update can compare. `more` names those of the platform that end in the user data.
 */
export function told<Args extends DockerHostArgs>(args: Args, ...more: (keyof Args)[]): pulumi.Inputs {
  const names = [...(Object.keys(guestNames) as (keyof Args)[]), "sshKey" as const, ...more];
  const given = Object.fromEntries<unknown>(names.map((name) => [name, args[name]]));
  return { told: pulumi.secret(pulumi.output(given).apply((known) => JSON.stringify(known))) };
}

/** The options of a host whose update warns of the arguments for which another machine takes the place of its own. */
export function warnsOfChanges(name: string, opts?: pulumi.ComponentResourceOptions): pulumi.ComponentResourceOptions {
  if (isMocked()) return opts ?? {};
  const hook = new pulumi.ResourceHook(`${name}-told`, warn, { onDryRun: true });
  return pulumi.mergeOptions(opts, { hooks: { beforeUpdate: [hook] } });
}

function warn({ oldInputs, newInputs }: pulumi.ResourceHookArgs): void {
  // A value that is not known in a preview is compared in the update.
  pulumi.all([toldIn(oldInputs), toldIn(newInputs)]).apply(([before, after]) => {
    // Hosts of version 0.1.0 were registered with nothing.
    if (before === undefined || after === undefined) return;
    const names = changedNames(before, after);
    if (names.length > 0) void pulumi.log.warn(replacement(names));
  });
}

const toldIn = (inputs: unknown) => pulumi.output((inputs as { told?: pulumi.Input<string> } | undefined)?.told);

/** The names whose values differ, of two texts of {@link told}. */
export function changedNames(before: string, after: string): string[] {
  const [old, now] = [before, after].map((text) => JSON.parse(text) as Record<string, unknown>);
  const names = new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})]);
  return [...names].filter((name) => JSON.stringify(old?.[name]) !== JSON.stringify(now?.[name]));
}

function replacement(names: string[]): string {
  return `changed: ${names.join(", ")}; a machine is told of this only at its first boot, so another one takes its place`;
}
