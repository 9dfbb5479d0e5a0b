// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import type { HealthProbeArgs } from "./health-args";
import type { OwnProbe } from "./own-probes";

/** The caller's own probes when all of them is known, with what must not be shown of them. */
export function knownProbes(given: HealthProbeArgs[]): pulumi.Output<OwnProbe[]> {
  return pulumi.all(given.map(known));
}

function known({ command, hint, user, ...plain }: HealthProbeArgs): pulumi.Output<OwnProbe> {
  const secrets = [command, hint, user].map((one) => pulumi.isSecret(pulumi.output(one)));
  // Of what is mocked, an Output may have no value.
  const text = (one: pulumi.Input<string>) => pulumi.output(one).apply((given?: string) => given ?? "");
  return pulumi
    .all([text(command), text(hint), user, pulumi.all(secrets)])
    .apply(([line, advice, login, [isCommand, isHint, isUser]]) => ({
      ...{ ...plain, command: line, hint: isHint ? hiddenHint : advice },
      ...(login !== undefined && { user: login }),
      ...([isCommand, isUser].some(Boolean) && { quiet: true }),
    }));
}

const hiddenHint = "its hint is a secret, and so is not shown";
