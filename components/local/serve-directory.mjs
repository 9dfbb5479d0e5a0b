// SPDX-License-Identifier: Apache-2.0
// `node serve-directory.mjs <folder>`: answers the HTTP/1.1 requests of one connection, read from stdin, on stdout.
// QEMU starts one for each connection that the guest opens to http://10.0.2.100/ (`guestfwd=...-cmd:`), so that a
// machine's packages need no server of their own that could stay behind.
import { createReadStream, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { pipeline } from "node:stream/promises";

const folder = realpathSync(process.argv[2] ?? ".");

/** The file that a request names, if it lies in the folder: neither `..` nor a link leads out. */
function find(target) {
  try {
    const path = realpathSync(join(folder, decodeURIComponent(target.split("?")[0])));
    const stat = statSync(path);
    return path.startsWith(folder + sep) && stat.isFile() ? { path, size: stat.size } : undefined;
  } catch {
    return undefined;
  }
}

async function answer(head) {
  const [method, target] = head.split(/\s/, 2);
  const file = method === "GET" || method === "HEAD" ? find(target) : undefined;
  const status = file ? "200 OK" : method === "GET" || method === "HEAD" ? "404 Not Found" : "405 Method Not Allowed";
  process.stdout.write(
    `HTTP/1.1 ${status}\r\nContent-Length: ${file?.size ?? 0}\r\nContent-Type: application/octet-stream\r\n\r\n`,
  );
  if (file && method === "GET") await pipeline(createReadStream(file.path), process.stdout, { end: false });
}

// A guest that is switched off closes the connection in the middle of a file.
process.stdout.on("error", () => process.exit(0));
let unread = "";
for await (const chunk of process.stdin) {
  unread += chunk.toString("latin1");
  for (let end; (end = unread.indexOf("\r\n\r\n")) >= 0;) {
    const head = unread.slice(0, end);
    unread = unread.slice(end + 4);
    await answer(head);
  }
}
