// SPDX-License-Identifier: Apache-2.0
// `node serve-metadata.mjs <folder> <module>`: answers the HTTP requests of one connection, read from stdin, on stdout.
// QEMU starts one for each connection that the guest opens to 169.254.169.254, so there is no server that could stay
// behind. The module exports `answer(request, folder)`, which gives (a promise of) {status, headers, body}; the request
// is {method, path, query, headers, body}: `path` is as it was sent, header names are in lower case, body is a Buffer.
import { Buffer } from "node:buffer";
import { resolve } from "node:path";
import { pathToFileURL, URLSearchParams } from "node:url";

const [folder = "", module = ""] = process.argv.slice(2);
const { answer } = await import(pathToFileURL(resolve(module)).href);
// Loading node:http for its list would take longer than the answer.
const reasons = {
  ...{
    200: "OK",
    301: "Moved Permanently",
    302: "Found",
    304: "Not Modified",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
  },
  ...{ 405: "Method Not Allowed", 412: "Precondition Failed", 429: "Too Many Requests", 500: "Internal Server Error" },
  503: "Service Unavailable",
};
const largest = 1024 * 1024;

/** The first whole request in the bytes that have come, and what follows it. */
function take(bytes) {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const [line = "", ...fields] = bytes.toString("latin1", 0, end).split("\r\n");
  const [method = "", target = "", version = ""] = line.split(" ");
  const headers = Object.fromEntries(
    fields.map((field) => [field.split(":", 1)[0].trim().toLowerCase(), field.slice(field.indexOf(":") + 1).trim()]),
  );
  const length = Number(headers["content-length"] ?? 0);
  if (!(length >= 0 && length <= largest)) return { invalid: true };
  if (bytes.length < end + 4 + length) return undefined;
  const [path = "", ...query] = target.split("?");
  const body = bytes.subarray(end + 4, end + 4 + length);
  const last = /close/i.test(headers.connection ?? "") || (version === "HTTP/1.0" && !headers.connection);
  const request = { method, path, query: new URLSearchParams(query.join("?")), headers, body };
  return { request, last, rest: bytes.subarray(end + 4 + length) };
}

function send({ status, headers = {}, body = "" }, { head = false, last = false } = {}) {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body, "utf8");
  const fields = { "Content-Type": "text/plain", ...headers, "Content-Length": bytes.length };
  if (last) fields.Connection = "close";
  const text = Object.entries(fields).map(([key, value]) => `${key}: ${value}\r\n`);
  process.stdout.write(`HTTP/1.1 ${status} ${reasons[status] ?? ""}\r\n${text.join("")}\r\n`);
  if (!head) process.stdout.write(bytes);
}

// A guest that is switched off closes the connection in the middle of an answer.
process.stdout.on("error", () => process.exit(0));
let unread = Buffer.alloc(0);
for await (const chunk of process.stdin) {
  unread = Buffer.concat([unread, chunk]);
  for (let next; (next = take(unread));) {
    if (next.invalid) {
      send({ status: 400 }, { last: true });
      process.exit(0);
    }
    unread = next.rest;
    const head = next.request.method === "HEAD";
    const asked = head ? { ...next.request, method: "GET" } : next.request;
    send(await answer(asked, folder), { head, last: next.last });
    if (next.last) process.stdout.end(() => process.exit(0));
  }
}
