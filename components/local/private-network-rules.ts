// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../cloud-init";
import { dockerNetworks } from "../../cloud-init/docker-networks";
import { fields, required, type Shape } from "../../cloud-init/shape";
import { isWithin, type Network, network } from "../../cloud-init/validate/addresses";
import { isMap } from "../../cloud-init/validate/kind";
import { error, shown } from "../../cloud-init/validate/problem";
import { isPlain } from "../arguments/output";
import { matches, value } from "../arguments/row";
import { daemonOf } from "../daemon-networks";
import type { PrivateNetworkArgs } from "./args";
import { userNetwork } from "./private-network";

const example = `for example "10.70.0.11/24"`;
/** Where nobody's address of the internet lies: RFC 1918. */
const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

const address = value(function* (given, path) {
  const found = typeof given === "string" ? network(given) : undefined;
  if (found?.family !== 4) {
    yield error(path, `${shown(given)} is not an IPv4 address with the length of its network's prefix, ${example}`);
  } else if (found.prefix < 8 || found.prefix > 30) {
    yield error(path, `${shown(given)} has a prefix of ${found.prefix} bits; use 8 to 30, ${example}`);
  } else if (!privateRanges.some((range) => isIn(found, range))) {
    yield error(
      path,
      `${shown(given)} is none of ${privateRanges.join(", ")}, so it would hide a part of the internet`,
    );
  } else if (found.address === found.base || found.address === lastOf(found)) {
    const what = found.address === found.base ? "the network's own address" : "the address of all its machines";
    yield error(path, `${shown(given)} is ${what}; use one between them, ${example}`);
  } else if (overlaps(found, userNetwork)) {
    yield error(
      path,
      `${shown(given)} overlaps ${userNetwork}, by which QEMU leads to the internet; use another network, ${example}`,
    );
  }
});

const members = {
  name: matches(/^[A-Za-z0-9][\w./-]{0,99}$/, `a network's name: letters, digits and "._/-"`),
  address: required(address),
} satisfies Record<keyof PrivateNetworkArgs, Shape>;

export const privateNetwork = fields(members);

/** What Docker may take for a network of its own leads there, and no longer to the other machines. */
export function* besideDocker(given: unknown, docker: unknown): Generator<Problem> {
  if (!isMap(given) || !isPlain([given, docker]) || typeof given.address !== "string") return;
  const own = network(given.address);
  const taken = own && dockerNetworks(daemonOf(docker)).find((range) => overlaps(own, range));
  if (taken === undefined) return;
  yield error(
    "privateNetwork.address",
    `${shown(given.address)} overlaps ${taken}, from which Docker takes its networks; use another network, ${example}, or change docker.addressPools`,
  );
}

function isIn(part: Network, range: string): boolean {
  const whole = network(range);
  return whole !== undefined && isWithin(part, whole);
}

function overlaps(one: Network, range: string): boolean {
  const other = network(range);
  return other !== undefined && (isWithin(one, other) || isWithin(other, one));
}

/** The address at which all machines of a network listen. */
function lastOf({ base, prefix }: Network): string {
  const bits = base.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0) + 2 ** (32 - prefix) - 1;
  return [24, 16, 8, 0].map((shift) => Math.floor(bits / 2 ** shift) % 256).join(".");
}
