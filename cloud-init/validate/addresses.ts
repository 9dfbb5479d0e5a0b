// SPDX-License-Identifier: Apache-2.0
import { isIP } from "node:net";

const labels = /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/;
/** Printable ASCII without what a shell or systemd would have to be told about. */
const plain = /^[\x21-\x7e]+$/;
const troublesome = /['"`\\$;<>|{}^]/;

/** An http or https address, with or without a user. */
export function isHttpAddress(text: string): boolean {
  if (!plain.test(text) || troublesome.test(text) || !/^https?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { hostname, hash } = new URL(text);
  return isHost(hostname.replace(/^\[(.*)\]$/, "$1")) && hash === "";
}

/** An address that curl and dnf fetch from without further knowledge. */
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

/** Length of the prefix and of the whole address in bits, or undefined where it is no network. */
export function network(text: string): { prefix: number; bits: number } | undefined {
  const [, address, length] = /^([0-9A-Fa-f.:]+)\/(\d{1,3})$/.exec(text) ?? [];
  if (address === undefined || length === undefined) return undefined;
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  const prefix = Number(length);
  return bits > 0 && prefix <= bits ? { prefix, bits } : undefined;
}
