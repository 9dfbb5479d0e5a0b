// SPDX-License-Identifier: Apache-2.0
// What only the check of a host of ours is given. None of it is an argument of HostHealth, which looks at anybody's hosts and
// knows each by one address.
import * as pulumi from "@pulumi/pulumi";

import type { AnswersAt } from "./dialled";
import type { HostHealthArgs } from "./health-args";
import type { Settlement } from "./settlement";

export interface OfHost {
  /** What the check settles on the host. */
  settlement: pulumi.Output<Settlement>;
  /** Where the check dials, while the host's address may lead to the machine before it. */
  answersAt?: AnswersAt | undefined;
}

const hosts = new WeakMap<HostHealthArgs, OfHost>();

/** The same arguments, of the check of a host of ours. */
export function ofHost(args: HostHealthArgs, more: OfHost): HostHealthArgs {
  hosts.set(args, more);
  return args;
}

/** Empty where it is the check of anybody's host. */
export const givenOf = (args: HostHealthArgs | undefined): Partial<OfHost> => (args && hosts.get(args)) ?? {};

/** What is expected of a host, with the registries at which its users are to be logged in: their names are no secret. */
export function withRegistries(
  expectations: HostHealthArgs["expectations"] = {},
  settlement: OfHost["settlement"] | undefined,
) {
  return pulumi.all([expectations, settlement]).apply(([plain, settled]) => {
    const registries = settled?.secrets?.registries.map(({ host }) => host) ?? [];
    return { ...plain, ...(registries.length > 0 && { registries }) };
  });
}
