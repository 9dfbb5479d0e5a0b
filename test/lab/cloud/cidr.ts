// SPDX-License-Identifier: Apache-2.0

/** An IPv4 network: `10.0.0.0/8` with the first address and the mask as numbers. */
export interface Network {
  first: number;
  mask: number;
}

/** `undefined` where the text is no IPv4 CIDR; host bits may be set, see `isCanonical`. */
export function parseCidr(text: string): Network | undefined {
  const [address = "", length = "", ...rest] = text.split("/");
  const number = parseAddress(address);
  if (number === undefined || rest.length > 0 || !/^(0|[1-9]\d?)$/.test(length) || Number(length) > 32)
    return undefined;
  const mask = Number(length) === 0 ? 0 : (-1 << (32 - Number(length))) >>> 0;
  return { first: (number & mask) >>> 0, mask };
}

export function isCanonical(text: string): boolean {
  const network = parseCidr(text);
  return network !== undefined && parseAddress(text.split("/")[0] ?? "") === network.first;
}

/** Whether a network lets an address in. What is no IPv4 network contains nothing. */
export function contains(cidr: string, address: string): boolean {
  const [network, number] = [parseCidr(cidr), parseAddress(address)];
  return network !== undefined && number !== undefined && (number & network.mask) >>> 0 === network.first;
}

export function overlaps(one: string, other: string): boolean {
  const first = (cidr: string) => cidr.split("/")[0] ?? "";
  return contains(one, first(other)) || contains(other, first(one));
}

export function parseAddress(text: string): number | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

export function formatAddress(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join(".");
}
