// SPDX-License-Identifier: Apache-2.0
import { isIP } from "node:net";

import { IPv4, IPv6 } from "ipaddr.js";

import type { Problem } from "../../spec";
import { isWithin, type Network, network, networkOf } from "../addresses";
import { shown } from "../problem";
import { type Given, text, wrong } from "./given";

/** The addresses of the default network, which is the bridge docker0. dockerd looks at them only when it starts. */
export function* bridge({ own }: Given): Generator<Problem> {
  for (const [key, family] of [
    ["bip", 4],
    ["bip6", 6],
  ] as const) {
    const value = text(own, key);
    const message = value === undefined ? undefined : bridgeAddress(value, family);
    // Without IPv6, dockerd does not look at that address.
    const isUsed = family === 4 || own.ipv6 === true;
    if (message !== undefined) yield wrong(key, message, isUsed ? "error" : "warning");
    else if (value !== undefined && text(own, "bridge") !== undefined) {
      yield wrong(key, "is for docker0, and `bridge` takes its place; remove one of them");
    }
  }
  yield* inside(own, 4);
  yield* inside(own, 6);
}

/** What is wrong with the address of the bridge itself. */
function bridgeAddress(value: string, family: 4 | 6): string | undefined {
  const most = family === 4 ? 30 : 126;
  const example = family === 4 ? "192.168.17.1/24" : "fd00:17::1/64";
  const given = network(isIP(value) === family ? `${value}/${family === 4 ? 24 : 64}` : value);
  if (given?.family !== family) {
    return `${shown(value)} is not an IPv${family} address with the length of its network; write for example "${example}"`;
  }
  const right = `write ${shown(firstOf(given))}`;
  const { address, base, prefix } = given;
  if (prefix > most) return `${shown(value)} leaves containers no room; use a length of ${most} or less`;
  if (address === base) {
    return `${shown(value)} is the network, and the bridge needs an address of its own in it; ${right}`;
  }
  if (family === 4 && address === IPv4.broadcastAddressFromCIDR(`${address}/${prefix}`).toString()) {
    return `${shown(value)} is the network's broadcast address; ${right}`;
  }
  return value.includes("/")
    ? undefined
    : `${shown(value)} lacks the length of its network; write "${address}/${prefix}"`;
}

/** The first address of a network, with its length. */
function firstOf({ family, base, prefix }: Network): string {
  if (family === 4) return `${base.replace(/\d+$/, (last) => String(Number(last) + 1))}/${prefix}`;
  const parts = IPv6.parse(base).parts.map((part, i) => (i === 7 ? part + 1 : part));
  return `${new IPv6(parts).toRFC5952String()}/${prefix}`;
}

/** Where containers get their addresses, and where they send what is for others, lies within the bridge's network. */
function* inside(own: Given["own"], family: 4 | 6): Generator<Problem> {
  const [bip, range, gateway] =
    family === 4 ? ["bip", "fixed-cidr", "default-gateway"] : ["bip6", "fixed-cidr-v6", "default-gateway-v6"];
  const whole = network(text(own, bip) ?? "");
  const part = network(text(own, range) ?? "");
  if (text(own, range) !== undefined && part?.family !== family) {
    const example = family === 4 ? "192.168.17.128/25" : "fd00:17::/64";
    yield wrong(range, `${shown(own[range])} is not an IPv${family} network in CIDR form, for example "${example}"`);
  }
  // dockerd looks at the rest only with IPv6. Of a bridge of the user's own, nobody knows the network here.
  if ((family === 6 && own.ipv6 !== true) || text(own, "bridge") !== undefined) return;
  if (part?.family === family && whole?.family === family && !isWithin(part, whole)) {
    const message = `does not lie within ${bip}, which is ${shown(own[bip])}: nobody reaches such containers; change one of them`;
    yield wrong(range, `${shown(own[range])} ${message}`, "warning");
  }
  const address = text(own, gateway) ?? "";
  const place = whole ?? part;
  if (place?.family === family && isIP(address) === family) {
    const only = networkOf(address);
    if (only && !isWithin(only, place)) {
      yield wrong(gateway, `${shown(address)} does not lie within ${whole ? bip : range}; change one of them`);
    }
  }
}
