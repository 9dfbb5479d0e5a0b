// SPDX-License-Identifier: Apache-2.0
// What QEMU and the guest are told of a network between machines. Pure.
import { createHash } from "node:crypto";

/** QEMU's network by which the machine reaches the internet: https://wiki.qemu.org/Documentation/Networking */
export const userNetwork = "10.0.2.0/24";

/** Where the frames of a network go, in the form that QEMU takes. */
export function segmentOf(network: string): string {
  const digest = createHash("sha256").update(network).digest();
  // Of the groups that no router leads further, and below the ports that Linux gives to who asks for any.
  return `239.255.${digest.readUInt8(0)}.${digest.readUInt8(1)}:${20_000 + (digest.readUInt16BE(2) % 10_000)}`;
}

/** Two machines of one network have different ones, because their addresses differ. Not 52:55, which QEMU's own gateway has. */
export function hardwareAddress(address: string): string {
  const octets = withoutPrefix(address).split(".");
  return ["52", "56", ...octets.map((octet) => Number(octet).toString(16).padStart(2, "0"))].join(":");
}

export function withoutPrefix(address: string): string {
  return address.replace(/\/.*$/, "");
}

/** What machine.sh is told. */
export function segmentSettings(address: string, network: string) {
  return { PRIVATE_ADDRESS: address, PRIVATE_MAC: hardwareAddress(address), PRIVATE_SEGMENT: segmentOf(network) };
}
