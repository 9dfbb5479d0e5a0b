// SPDX-License-Identifier: Apache-2.0
import { isIP } from "node:net";

import { IPv4, IPv6 } from "ipaddr.js";

const labels = /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/;
/** Printable ASCII, and those of its characters that a shell or systemd would not take as they are. */
const plain = /^[\x21-\x7e]+$/;
const special = /['"`\\$;<>|{}^]/;

/** An http or https address, with or without a user. */
export function isHttpAddress(text: string): boolean {
  if (!plain.test(text) || special.test(text) || !/^https?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { hostname, hash } = new URL(text);
  return isHost(hostname.replace(/^\[(.*)\]$/, "$1")) && hash === "";
}

/** An address from which curl and dnf can fetch: without query, fragment or user. */
export function isFetchable(text: string): boolean {
  return isHttpAddress(text) && !text.includes("?") && !text.includes("#") && !hasUser(text);
}

/** The address of a server and no more: no path, query or user. */
export function isServerAddress(text: string): boolean {
  return isFetchable(text) && /^\/?$/.test(new URL(text).pathname);
}

export function hasUser(text: string): boolean {
  return (
    URL.canParse(text) &&
    text
      .replace(/^[a-z]+:\/\//, "")
      .split("/")[0]
      ?.includes("@") === true
  );
}

export function isHost(text: string): boolean {
  return isIP(text) > 0 || (text.length <= 253 && labels.test(text));
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
