// SPDX-License-Identifier: Apache-2.0
import { network, overlap } from "../../cloud-init/validate/addresses";

/** Of a swarm whose engine was told nothing, and says nothing. */
export const enginesPool = "10.0.0.0/8";

/**
 * Where a new swarm takes its networks from, if nobody says so. The engine's own pool is 10.0.0.0/8, of which it takes the first networks
 * first, and it looks at no machine: in a VPC of 10.0.0.0/16 no service would come up. So the pool is the largest part of it in which no
 * member has a network, and of several the last one: people count theirs from below.
 *
 * @param routes of all members, as CIDRs; others are passed over
 * @returns one network; the engine's own where no part of 4,096 networks of 256 addresses is free
 */
export function freePool(routes: string[]): string {
  const taken = routes.flatMap((route) => network(route) ?? []);
  for (let prefix = 8; prefix <= 12; prefix++)
    for (let place = 2 ** (prefix - 8) - 1; place >= 0; place--) {
      const pool = network(`10.${place * 2 ** (16 - prefix)}.0.0/${prefix}`);
      if (pool && !taken.some((one) => overlap(one, pool))) return `${pool.base}/${prefix}`;
    }
  return enginesPool;
}
