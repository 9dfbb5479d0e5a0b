// SPDX-License-Identifier: Apache-2.0
// What the machines of all templates are told.
import * as pulumi from "@pulumi/pulumi";

import type { UserData } from "../cloud-init";
import { warn } from "./arguments/report";
import { checkedSpec, guestArgs, hostSpec, isKnown } from "./host-spec";
import type { Platform } from "./platform";
import { rendered } from "./rendered";
import type { DockerTemplateArgs } from "./template-args";
import { forEach, templateKind } from "./template-rules";

/** What a template's machines are told. */
export interface TemplateGuest {
  /** Secret, as what the caller wrote may be; no key of ours is in it. */
  userData: pulumi.Output<UserData>;
  /** Changes exactly when the machines are told something else. */
  fingerprint: pulumi.Output<string>;
}

/** Makes the user data that is the same for all machines of a template. */
export function prepareTemplate(
  parent: pulumi.ComponentResource,
  args: DockerTemplateArgs,
  platform: Platform,
): TemplateGuest {
  const { login, guestRules, problems } = platform;
  warn(problems, parent);
  const wasChecked = isKnown(args, undefined, templateKind);
  const told = pulumi.output(guestArgs(forEach(args), templateKind));
  const spec = pulumi.all([told, pulumi.isSecret(told)]).apply(([plain, isSecret]) => {
    const input = hostSpec(plain, { login, loginKeys: [] });
    return checkedSpec(input, guestRules, wasChecked ? undefined : parent, isSecret, templateKind);
  });
  const made = spec.apply((s) => rendered(s, platform.userData));
  return {
    userData: pulumi.secret(made.apply((all) => all.userData)),
    fingerprint: pulumi.unsecret(made.apply((all) => all.fingerprint)),
  };
}
