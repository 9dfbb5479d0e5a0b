// SPDX-License-Identifier: Apache-2.0
import * as net from "node:net";

import { IPv4, IPv6 } from "ipaddr.js";

const labels = /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/;
/** Of RFC 3986, without those characters that a shell or systemd would not take as they are. */
const character = "(?:[A-Za-z0-9._~!&()*+,=-]|%[0-9A-Fa-f]{2})";
const httpAddress = new RegExp(
  `^https?://(?:(?<user>${character}+(?::(?:${character}|:)+)?)@)?(?<host>[^/?#@:[\\]]+|\\[[^\\]]*\\])(?::(?<port>\\d+))?` +
    `(?<path>(?:/(?:${character}|[:@])*)*)(?<query>\\?(?:${character}|[:@/?])*)?$`,
);

interface HttpAddress {
  user?: string;
  host: string;
  port?: string;
  path: string;
  query?: string;
}

/** The parts of an http or https address that Go, curl and JavaScript read alike, and none of them has to mend. */
function httpParts(text: string): HttpAddress | undefined {
  const parts = httpAddress.exec(text)?.groups as HttpAddress | undefined;
  if (!parts || !URL.canParse(text)) return undefined;
  const { host, port, path, query } = parts;
  const isName = host.startsWith("[") ? isIP(host.slice(1, -1)) === 6 : isHost(host);
  // JavaScript would take out steps back, and put in the slash before a query.
  const isPlain = (query === undefined || path !== "") && !/\/(\.|%2e){1,2}(\/|$)/i.test(path);
  return isName && isPlain && (port === undefined || isPort(port)) ? parts : undefined;
}

/** An http or https address, with or without a user. */
export function isHttpAddress(text: string): boolean {
  return httpParts(text) !== undefined;
}

/** An address from which curl and dnf can fetch: without query or user. */
export function isFetchable(text: string): boolean {
  const parts = httpParts(text);
  return parts !== undefined && parts.query === undefined && parts.user === undefined;
}

/** Whether an address leads to a part of its server. */
export function hasPath(address: string): boolean {
  return !/^\/?$/.test(httpParts(address)?.path ?? "");
}

export function hasUser(text: string): boolean {
  return httpParts(text)?.user !== undefined;
}

/** 4 or 6, and 0 where it is no IP address. One with the name of an interface is none: that means nothing elsewhere. */
export function isIP(text: string): number {
  return text.includes("%") ? 0 : net.isIP(text);
}

/** A name whose end is a number would be read as an address, by some programs as another one: `010.0.0.1`, `10.1`. */
export function isHost(text: string): boolean {
  return isIP(text) > 0 || (text.length <= 253 && labels.test(text) && !/(^|\.)(\d+|0x[\da-f]*)$/i.test(text));
}

/** `host` or `host:port`; an IPv6 address stands in brackets. */
export function isHostAndPort(text: string): boolean {
  const [, bracketed, name, port] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (port !== undefined && !isPort(port)) return false;
  return bracketed !== undefined ? isIP(bracketed) === 6 : name !== undefined && isHost(name);
}

export function isPort(text: string): boolean {
  return /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65_535;
}

/** A network in CIDR form. */
export interface Network {
  family: 4 | 6;
  /** Length of the prefix in bits. */
  prefix: number;
  /** The address as it was given, in the notation of RFC 5952. */
  address: string;
  /** The network's own address: all bits behind the prefix are zero. */
  base: string;
}

/** Undefined where it is no network. */
export function network(text: string): Network | undefined {
  const [, given = "", length = ""] = /^([0-9A-Fa-f.:]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const family = isIP(given);
  const prefix = Number(length);
  if (family === 4 && prefix <= 32) {
    return { family, prefix, address: given, base: IPv4.networkAddressFromCIDR(`${given}/${prefix}`).toString() };
  }
  if (family === 6 && prefix <= 128) {
    const base = IPv6.networkAddressFromCIDR(`${given}/${prefix}`).toRFC5952String();
    return { family, prefix, address: IPv6.parse(given).toRFC5952String(), base };
  }
  return undefined;
}

/** A single address as a network. Undefined where it is no address. */
export function networkOf(address: string): Network | undefined {
  return network(`${address}/${isIP(address) === 4 ? 32 : 128}`);
}

/** Whether a network is another one, or a part of it. */
export function isWithin(part: Network, whole: Network): boolean {
  if (part.family !== whole.family || part.prefix < whole.prefix) return false;
  return network(`${part.address}/${whole.prefix}`)?.base === whole.base;
}

/** Of two networks one is a part of the other, or they have nothing in common. */
export function overlap(one: Network, other: Network): Network | undefined {
  if (isWithin(one, other)) return one;
  return isWithin(other, one) ? other : undefined;
}
