// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../cloud-init";
import { type Network, network } from "../../cloud-init/validate/addresses";
import { isMap } from "../../cloud-init/validate/kind";
import { error, shown } from "../../cloud-init/validate/problem";
import type { HostOfStack } from "../platforms";

/** Hosts in one private network have different addresses there, and these are of one network. */
export function* sameSegment(hosts: HostOfStack[]): Generator<Problem> {
  const seen = new Map<unknown, { first: Network; host: string; owners: Map<string, string> }>();
  for (const { name, args, path } of hosts) {
    const given = isMap(args.privateNetwork) ? args.privateNetwork : {};
    const own = typeof given.address === "string" ? network(given.address) : undefined;
    if (!own) continue;
    const place = `${path("privateNetwork")}.address`;
    const others = seen.get(given.name) ?? { first: own, host: name, owners: new Map<string, string>() };
    seen.set(given.name, others);
    const { address } = own;
    const owner = others.owners.get(address);
    if (owner !== undefined) {
      yield error(
        place,
        `${shown(given.address)} belongs to host ${shown(owner)} already, and ${shown(name)} cannot share it; give each host one of its own`,
      );
    } else if (own.base !== others.first.base || own.prefix !== others.first.prefix) {
      const { base, prefix } = others.first;
      yield error(
        place,
        `${shown(given.address)} is not in ${base}/${prefix}, where host ${shown(others.host)} is, so neither reaches the other; use one network, or give the networks names`,
      );
    }
    others.owners.set(address, name);
  }
}
