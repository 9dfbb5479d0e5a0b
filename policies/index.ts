// SPDX-License-Identifier: Apache-2.0
// `pulumi-docker-host/policies`: what our hosts are by themselves, demanded of machines that others make. Loads no cloud's SDK.
import type { Policies, ReportViolation, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";

import { describe, type Problem } from "../cloud-init";
import { onDefaultNetwork } from "./default-network";
import { openDisks } from "./disks";
import { ephemeralStacks, noExpiry } from "./expiry";
import { type Look, type Looked, plainProperties, stackOf } from "./look";
import { readableMetadata } from "./metadata-service";
import { openSsh } from "./ssh";
import { idleUserData } from "./user-data";

interface Named {
  name: string;
  /** One sentence, which the CLI shows above what was found. */
  description: string;
}

/** Looks at resources of some types, each by itself. */
function ofTypes({ name, description }: Named, looks: Record<string, Look>): ResourceValidationPolicy {
  return {
    name,
    description,
    validateResource: (args, report) => {
      if (Object.hasOwn(looks, args.type)) say(looks[args.type]?.(looked(args)) ?? [], report);
    },
  };
}

const defaultNetwork: StackValidationPolicy = {
  name: "ssh-open-by-default-network",
  description: "No machine may lie open on Google's network default.",
  validateStack: ({ resources }, report) => {
    const all = resources.map((resource) => ({ urn: resource.urn, ...looked(resource) }));
    for (const one of all) say(onDefaultNetwork(one, all), (message) => report(message, one.urn));
  },
};

const expiry: ResourceValidationPolicy = {
  name: "expires-at",
  description: "A machine of a stack that is for a time alone must say when it may go.",
  configSchema: {
    properties: { stacks: { type: "array", items: { type: "string" }, default: ephemeralStacks } },
  },
  validateResource: (args, report) => {
    const { stacks = ephemeralStacks } = args.getConfig<{ stacks?: string[] }>();
    say(noExpiry(looked(args), stacks), report);
  },
};

/** For a `PolicyPack` of your own, beside your own policies. Without an `enforcementLevel`, they have that of the pack. */
export const policies: Policies = [
  ofTypes({ name: "ssh-open-to-the-world", description: "SSH must not be open to everybody." }, openSsh),
  defaultNetwork,
  ofTypes({ name: "imds-v2", description: "The metadata service must ask for a token (IMDSv2)." }, readableMetadata),
  ofTypes({ name: "disk-encrypted", description: "Disks must be encrypted." }, openDisks),
  ofTypes({ name: "user-data-replaces", description: "Other user data must be for another machine." }, idleUserData),
  expiry,
];

interface Given {
  type: string;
  urn: string;
  props: Record<string, unknown>;
  opts: { ignoreChanges: string[] };
}

function looked({ type, urn, props, opts }: Given): Looked {
  const properties = plainProperties(props) as Record<string, unknown>;
  return { type, stack: stackOf(urn), properties, ignoreChanges: opts.ignoreChanges };
}

/** As errors of the components have them, and with the code by which the problem is known. */
function say(problems: Iterable<Problem>, report: ReportViolation): void {
  for (const problem of problems) report(`${describe([problem])} (${problem.code})`);
}
