// SPDX-License-Identifier: Apache-2.0
import { kind } from "./kind";

/** What private keys begin with, PuTTY's among them, and the base64 text of one in OpenSSH's form. */
const ofPrivateKeys = /PRIVATE KEY|PuTTY-User-Key-File|Private-Lines|b3BlbnNzaC1rZXktdjE/;

/** Whether a private key, or a part of one, was pasted here. */
export function holdsPrivateKey(text: string): boolean {
  return ofPrivateKeys.test(text);
}

/** A value as messages show it: on one line, short, and without a secret that somebody may have pasted by mistake. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "number" || typeof value === "boolean" || value === null) return String(value);
  if (typeof value !== "string") return kind(value);
  if (holdsPrivateKey(value)) return "a private key (not shown)";
  const text = JSON.stringify(withoutLogin(value).replace(/\S+/g, withoutLogin));
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** Hides the user and the password in an address, with its protocol or without: all up to the last `@`. */
function withoutLogin(text: string): string {
  const [protocol, end] = [text.indexOf("://"), text.lastIndexOf("@")];
  if (protocol >= 0 && protocol < end) return `${text.slice(0, protocol)}://***${text.slice(end)}`;
  const isWord = !/\s/.test(text);
  return isWord && text.slice(0, Math.max(end, 0)).includes(":") ? `***${text.slice(end)}` : text;
}
