// SPDX-License-Identifier: Apache-2.0
// EC2's instance metadata service, version 1 and 2, for serve-metadata.mjs. The machine's folder holds metadata.json
// ({options, tree}, see metadata.ts), the user data as it was decoded, and the key that tokens are made with. That an
// answer to PUT goes only so many hops cannot be had here: every process that reaches the address gets its token.
import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const versions = ["1.0", "2007-01-19", "2008-02-01", "2009-04-04", "2011-01-01", "2014-02-25", "2016-09-02"].concat(
  ["2018-09-24", "2019-10-01", "2020-10-27", "2021-01-03", "2021-03-23", "2021-07-15", "2022-09-24", "2024-04-11"],
  "latest",
);
const longest = 21600;

export function answer({ method, path, headers }, folder) {
  const { options, tree } = JSON.parse(readFileSync(join(folder, "metadata.json"), "utf8"));
  if (options.httpEndpoint === "disabled") return refuse(403, "Forbidden");
  if (method === "PUT") return putToken(path, headers, folder);
  if (method !== "GET") return refuse(405, "Method Not Allowed");
  const token = headers["x-aws-ec2-metadata-token"];
  if (token === undefined ? options.httpTokens === "required" : !isValid(token, folder))
    return refuse(401, "Unauthorized");
  return find(path, tree, folder);
}

function putToken(path, headers, folder) {
  if (path !== "/latest/api/token") return refuse(path.startsWith("/latest/") ? 405 : 404, "Not Found");
  // Who comes through a proxy gets no token.
  if (headers["x-forwarded-for"] !== undefined) return refuse(403, "Forbidden");
  const ttl = headers["x-aws-ec2-metadata-token-ttl-seconds"] ?? "";
  if (!/^\d{1,5}$/.test(ttl) || Number(ttl) < 1 || Number(ttl) > longest) return refuse(400, "Bad Request");
  const expires = String(Math.floor(Date.now() / 1000) + Number(ttl));
  return {
    status: 200,
    headers: { "X-Aws-Ec2-Metadata-Token-Ttl-Seconds": ttl },
    body: Buffer.from(`${expires}.${sign(expires, folder)}`).toString("base64"),
  };
}

function isValid(token, folder) {
  const [expires = "", signature = ""] = Buffer.from(token, "base64").toString("latin1").split(".");
  const expected = Buffer.from(sign(expires, folder));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected) && Number(expires) > Date.now() / 1000;
}

function sign(text, folder) {
  return createHmac("sha256", readFileSync(join(folder, "token-key")))
    .update(text)
    .digest("hex");
}

function find(path, tree, folder) {
  const [version, ...names] = path.split("/").filter((part) => part !== "");
  if (version === undefined) return text(versions.join("\n"));
  if (!versions.includes(version)) return refuse(404, "Not Found");
  const userData = join(folder, "user-data");
  const top = { ...tree, ...(existsSync(userData) && { "user-data": "" }) };
  if (names[0] === "user-data" && names.length === 1) {
    if (!existsSync(userData)) return refuse(404, "Not Found");
    return { status: 200, headers: { "Content-Type": "application/octet-stream" }, body: readFileSync(userData) };
  }
  let place = top;
  for (const name of names) {
    if (typeof place !== "object" || !Object.hasOwn(place, name)) return refuse(404, "Not Found");
    place = place[name];
  }
  return text(typeof place === "string" ? place : list(place, names.at(-1) === "public-keys"));
}

/** What lies in a folder: folders end with a slash. Keys are listed by number and name. */
function list(folder, keys) {
  if (keys)
    return Object.entries(folder)
      .map(([index, key]) => `${index}=${key[" name"]}`)
      .join("\n");
  return Object.entries(folder)
    .filter(([name]) => !name.startsWith(" "))
    .map(([name, inner]) => (typeof inner === "string" ? name : `${name}/`))
    .join("\n");
}

const text = (body) => ({ status: 200, body });

const refuse = (status, title) => ({
  status,
  headers: { "Content-Type": "text/html" },
  body: `<?xml version="1.0" encoding="iso-8859-1"?>\n<html><head><title>${status} - ${title}</title></head><body><h1>${status} - ${title}</h1></body></html>\n`,
});
