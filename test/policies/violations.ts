// SPDX-License-Identifier: Apache-2.0
// What the policies say of resources, asked as `@pulumi/policy` asks them.
import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import * as pulumi from "@pulumi/pulumi";

import { policies } from "../../policies/index";

// It is there, and its types are not.
const { unknownCheckingProxy } = jest.requireActual<{ unknownCheckingProxy: <T>(props: T) => T }>("@pulumi/policy");

/** A value that a preview does not know. */
export const later = pulumi.runtime.unknownValue;

export interface Resource {
  type: string;
  name?: string;
  props: Record<string, unknown>;
  ignoreChanges?: string[];
}

/** Each as `<policy>: <message>`, of one stack. */
export async function violations(
  resources: Resource[],
  { stack = "dev", config = {} }: { stack?: string; config?: object } = {},
): Promise<string[]> {
  const found: string[] = [];
  const all = resources.map(({ type, name = "web", props, ignoreChanges = [] }) => ({
    ...{ type, name, urn: `urn:pulumi:${stack}::project::${type}::${name}` },
    props: unknownCheckingProxy(props),
    ...{ opts: { ignoreChanges }, getConfig: () => config },
  }));
  for (const policy of policies) {
    const say = (message: string) => void found.push(`${policy.name}: ${message}`);
    if ("validateStack" in policy) {
      const { validateStack } = policy;
      await validateStack({ resources: all as unknown as PolicyResource[] } as never, say);
      continue;
    }
    const { validateResource } = policy;
    for (const validate of [validateResource ?? []].flat())
      for (const one of all) await validate(one as unknown as ResourceValidationArgs, say);
  }
  return found;
}

/** The names of the policies that one resource breaks. */
export async function broken(type: string, props: Record<string, unknown>, ...ignoreChanges: string[]) {
  const found = await violations([{ type, props, ignoreChanges }]);
  return [...new Set(found.map((line) => line.replace(/:.*/s, "")))];
}
