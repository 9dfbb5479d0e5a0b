// SPDX-License-Identifier: Apache-2.0

/** A property tree as it travels between engine and provider: secrets are wrapped, unknown values are a marker. */
export type Properties = Record<string, unknown>;

/** Stands for a value that is not known yet, in previews. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

export function isMap(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isSecret(value: unknown): value is { value: unknown } {
  return isMap(value) && value[signature] === secretSignature;
}

export function secret(value: unknown): unknown {
  return isSecret(value) ? value : { [signature]: secretSignature, value };
}

/** The same tree without the wrapping of secrets. */
export function reveal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reveal);
  if (isSecret(value)) return reveal(value.value);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, reveal(inner)]));
}
