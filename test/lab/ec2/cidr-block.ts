// SPDX-License-Identifier: Apache-2.0
import { formatAddress, isCanonical, parseCidr } from "../cloud/cidr";
import type { Failure } from "../cloud/shape";
import { unknown } from "../../../tools/stand-ins/command-provider/values";

/** The provider's own check of the block of a VPC or a subnet. */
export function checkBlock(block: unknown): Failure[] {
  if (typeof block !== "string" || block === unknown) return [];
  const refuse = (reason: string) => [{ property: "cidrBlock", reason }];
  const network = parseCidr(block);
  if (!network) return refuse(`"${block}" is not a valid IPv4 CIDR block`);
  const bits = prefixLength(block);
  if (!isCanonical(block))
    return refuse(`"${block}" is not a valid IPv4 CIDR block; did you mean "${formatAddress(network.first)}/${bits}"?`);
  if (bits < 16 || bits > 28)
    return refuse(
      `expected "cidrBlock" to contain a network Value with between 16 and 28 significant bits, got: ${bits}`,
    );
  return [];
}

export const prefixLength = (block: string): number => Number(block.split("/")[1]);
