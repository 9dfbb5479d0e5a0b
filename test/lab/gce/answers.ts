// SPDX-License-Identifier: Apache-2.0
// What the cloud's API says when it refuses something.

export const invalid = (field: string, value: unknown, why: string): Error =>
  new Error(
    `googleapi: Error 400: Invalid value for field '${field}': '${typeof value === "string" ? value : JSON.stringify(value)}'. ${why}, invalid`,
  );
export const badRequest = (why: string): Error => new Error(`googleapi: Error 400: ${why}, badRequest`);
export const notFound = (id: string): Error =>
  new Error(`googleapi: Error 404: The resource '${id}' was not found, notFound`);
export const exists = (id: string): Error =>
  new Error(`googleapi: Error 409: The resource '${id}' already exists, alreadyExists`);
export const inUse = (kind: string, id: string, user: string): Error =>
  new Error(
    `googleapi: Error 400: The ${kind} resource '${id}' is already being used by '${user}', resourceInUseByAnotherResource`,
  );
