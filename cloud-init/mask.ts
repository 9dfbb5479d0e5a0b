// SPDX-License-Identifier: Apache-2.0
import type { CloudConfig, CloudConfigValue } from "./spec";

const secretName = /passw|secret|token|private|credential|chpasswd|api_?key/i;
const privateKey = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?(-----END \1-----|$)/g;
const password = /(:\/\/)[^/@\s]*@/g;

/**
 * Hides what is evidently secret: private keys, passwords in addresses, and every value whose name is like `password`.
 * Any other secret in a file or a command is not recognized.
 */
export function mask(config: CloudConfig): CloudConfig {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [name, secretName.test(name) ? hide(value) : maskValue(value)]),
  );
}

function maskValue(value: CloudConfigValue): CloudConfigValue {
  if (typeof value === "string") return maskText(value);
  if (Array.isArray(value)) return value.map(maskValue);
  return typeof value === "object" && value !== null ? mask(value) : value;
}

function maskText(text: string): string {
  return text.replace(privateKey, (key) => `(masked: ${key.length} characters)`).replace(password, "$1(masked)@");
}

function hide(value: CloudConfigValue): CloudConfigValue {
  if (typeof value === "boolean" || value === null) return value;
  return typeof value === "string" ? `(masked: ${value.length} characters)` : "(masked)";
}
