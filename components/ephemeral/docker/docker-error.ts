// SPDX-License-Identifier: Apache-2.0

/** An answer as the daemon gives it where something has failed. */
export function dockerError(status: number, message: string): string {
  const body = JSON.stringify({ message });
  const headers = [`Content-Length: ${Buffer.byteLength(body)}`, "Content-Type: application/json"];
  return [`HTTP/1.1 ${status} Error`, ...headers, "", body].join("\r\n");
}
