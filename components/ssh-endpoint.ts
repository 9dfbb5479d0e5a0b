// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../cloud-init";
import { error } from "../cloud-init/validate/problem";
import { isMap } from "../cloud-init/validate/shape";
import { proxyNames } from "./argument-names";
import { isLate, isPlain, unknownMembers } from "./arguments";
import type { Endpoint } from "./ssh/connection";
import { endpointProblems } from "./ssh/credentials";

/** What is wrong with a bastion, as far as it is known now; what comes late is looked at before it is dialled. */
export function proxyProblems(given: unknown, path: string): Problem[] {
  return [...unknownMembers(given, path, proxyNames), ...plainEndpointProblems(given, path)];
}

/** What is wrong with those members of an endpoint that are plain values. */
export function plainEndpointProblems(given: unknown, path: string): Problem[] {
  if (isLate(given) || !isMap(given)) return [];
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => isPlain(value)));
  // Whether a key can be read, its passphrase decides.
  if (isLate(given.privateKeyPassword)) delete known.privateKey;
  return endpointProblems(known as unknown as Endpoint).map(({ member, problem }) =>
    error(`${path}.${member}`, problem),
  );
}
