// SPDX-License-Identifier: Apache-2.0
import { isIPv4 } from "node:net";

import { isWithin, network, networkOf } from "../../cloud-init/validate/addresses";
import type { Connection } from "../ssh/connection";
import { sourceAddress } from "../ssh/source-address";

/**
 * Why a host may be silent that was not before: Docker on it has started, and one of its networks has the address of whoever
 * connects. What the host answers then stays on the host. Undefined where that is not so, or not known.
 */
export async function lostAnswers(
  { host, proxy, proxyCommand }: Connection,
  dockerNetworks: string[] = [],
  source = sourceAddress,
): Promise<string | undefined> {
  if (proxyCommand !== undefined || (proxy === undefined && !isIPv4(host))) return undefined;
  const address = proxy === undefined ? await source(host) : proxy.host;
  const asks = networkOf(address ?? "");
  const range = dockerNetworks.find((one) => {
    const whole = network(one);
    return asks && whole && isWithin(asks, whole);
  });
  if (range === undefined) return undefined;
  const who = proxy === undefined ? "this computer's" : "the bastion's";
  return (
    `${who} address ${address} lies in ${range}, from which Docker on the host takes its networks: from then on no answer ` +
    `leaves the host; set docker.addressPools to ranges that nobody uses who talks to it`
  );
}
