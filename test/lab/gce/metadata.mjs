// SPDX-License-Identifier: Apache-2.0
// The metadata service of one machine: `answer(request, folder)` for ../cloud/serve-metadata.mjs. The machine's folder
// holds instance.json, which the provider writes, and guest-attributes/<namespace>/<key>, which the guest writes; the
// cloud's folder may hold project-metadata.json, which a test writes.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";

const root = "/computeMetadata/v1";
const flavor = { "Metadata-Flavor": "Google", Server: "Metadata Server for VM" };
/** Namespaces and keys of guest attributes become names of files. */
const attributeName = /^[A-Za-z0-9_.-]{1,128}$/;

export async function answer({ method, path, query, headers, body }, folder) {
  if (headers["metadata-flavor"] !== "Google") return refuse(403, "Missing Metadata-Flavor:Google header.");
  if (headers["x-forwarded-for"] !== undefined) return refuse(403, "X-Forwarded-For is not allowed.");
  const target = decodeURIComponent(path);
  const attribute = /^\/computeMetadata\/v1\/instance\/guest-attributes\/([^/]*)\/([^/]+)$/.exec(target);
  if (method === "PUT" || method === "DELETE") return writeAttribute(method, attribute, body, folder);
  if (method !== "GET") return refuse(405, "Method not allowed.");
  const look = () => read(target, query, folder);
  return changed(look, query, look(), folder);
}

/** Waits, where it is asked to, until the answer is another one than the client knows; a minute at most. */
async function changed(look, query, now, folder) {
  if (!isSet(query, "wait_for_change")) return now;
  const known = query.get("last_etag") ?? now.headers.ETag;
  const end = Date.now() + 1000 * Math.min(Number(query.get("timeout_sec") ?? 60) || 0, 60);
  // Nobody waits any more where the machine is gone.
  for (; now.headers.ETag === known && Date.now() < end && isRunning(folder); now = look()) await pause(500);
  return now;
}

/** QEMU starts this process through another one, so that its own end is not seen here. */
function isRunning(folder) {
  try {
    return process.kill(Number(readFileSync(join(folder, "qemu.pid"), "utf8")), 0);
  } catch {
    return false;
  }
}

function read(target, query, folder) {
  const instance = JSON.parse(readFileSync(join(folder, "instance.json"), "utf8"));
  if (target.startsWith(`${root}/instance/guest-attributes`) && !attributesAllowed(instance, folder)) return disabled();
  const account = /^\/computeMetadata\/v1\/instance\/service-accounts\/([^/]+)\/token$/.exec(target)?.[1];
  if (account !== undefined) return giveToken(account, instance);
  const steps = target.split("/").slice(1);
  let node = { computeMetadata: { v1: tree(instance, folder) } };
  for (const step of steps) {
    if (step === "") continue;
    node = isFolder(node) && Object.hasOwn(node, step) ? node[step] : undefined;
  }
  if (node === undefined) return refuse(404, "Not found.");
  if (!isFolder(node)) return give(String(node), "application/text");
  if (!target.endsWith("/") && !isSet(query, "recursive"))
    return { status: 301, headers: { ...flavor, Location: `http://metadata.google.internal${target}/` } };
  if (!isSet(query, "recursive"))
    return give(
      Object.entries(node)
        .map(([name, value]) => `${name}${isFolder(value) ? "/" : ""}\n`)
        .join(""),
      "application/text",
    );
  if (query.get("alt") === "text") return give(lines(node, "").join(""), "application/text");
  return give(JSON.stringify(json(node, steps.includes("attributes"))), "application/json");
}

/** It is in no listing with `recursive`. One for each account, so that a test knows it. */
function giveToken(name, { serviceAccounts }) {
  const found = serviceAccounts.find(({ email }) => name === "default" || name === email);
  if (!found) return refuse(404, "Not found.");
  const token = `ya29.c.${createHash("sha256").update(found.email).digest("base64url")}`;
  return give(JSON.stringify({ access_token: token, expires_in: 3599, token_type: "Bearer" }), "application/json");
}

function tree(instance, folder) {
  const { project } = instance;
  const network = ({ network, ip, accessConfigs, mac }) => ({
    "access-configs": list(accessConfigs.map((externalIp) => ({ "external-ip": externalIp, type: "ONE_TO_ONE_NAT" }))),
    ip,
    mac,
    network: `projects/${project.number}/networks/${network}`,
  });
  return {
    instance: {
      attributes: instance.metadata,
      "cpu-platform": "Intel Broadwell",
      description: instance.description,
      "guest-attributes": guestAttributes(folder),
      hostname: instance.hostname,
      id: instance.id,
      image: instance.image,
      "machine-type": `projects/${project.number}/machineTypes/${instance.machineType}`,
      "maintenance-event": "NONE",
      name: instance.name,
      "network-interfaces": list(instance.networkInterfaces.map(network)),
      preempted: "FALSE",
      "service-accounts": Object.fromEntries(
        instance.serviceAccounts.flatMap(({ email, scopes }) =>
          ["default", email].map((name) => [name, { aliases: "default", email, scopes: scopes.join("\n") }]),
        ),
      ),
      tags: JSON.stringify(instance.tags),
      zone: `projects/${project.number}/zones/${instance.zone}`,
    },
    project: {
      attributes: projectMetadata(folder),
      "numeric-project-id": project.number,
      "project-id": project.id,
    },
  };
}

function writeAttribute(method, attribute, body, folder) {
  const instance = JSON.parse(readFileSync(join(folder, "instance.json"), "utf8"));
  if (!attribute) return refuse(405, "Only guest attributes can be written, as <namespace>/<key>.");
  if (!attributesAllowed(instance, folder)) return disabled();
  const [, namespace, key] = attribute;
  if (![namespace, key].every((name) => attributeName.test(name) && !/^\.+$/.test(name)))
    return refuse(400, "Invalid namespace or key.");
  if (body.length > 256 * 1024) return refuse(413, "The value is too large.");
  const file = join(folder, "guest-attributes", namespace, key);
  if (method === "DELETE") {
    rmSync(file, { force: true });
  } else {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, body);
  }
  return { status: 200, headers: flavor, body: "" };
}

function guestAttributes(folder) {
  const place = join(folder, "guest-attributes");
  const read = (namespace) => (key) => [key, readFileSync(join(place, namespace, key), "utf8")];
  const names = (path) => (existsSync(path) ? readdirSync(path).sort() : []);
  return Object.fromEntries(
    names(place).map((namespace) => [
      namespace,
      Object.fromEntries(names(join(place, namespace)).map(read(namespace))),
    ]),
  );
}

function attributesAllowed({ metadata }, folder) {
  const value = metadata["enable-guest-attributes"] ?? projectMetadata(folder)["enable-guest-attributes"];
  return /^true$/i.test(value ?? "");
}

function projectMetadata(folder) {
  const file = join(folder, "..", "..", "project-metadata.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}

const isFolder = (value) => typeof value === "object" && value !== null;
const isSet = (query, name) => /^true$/i.test(query.get(name) ?? "");
const marker = Symbol("list");
/** Lists are folders whose entries have numbers. */
const list = (items) => Object.assign({ ...items }, { [marker]: true });
const camelCase = (text) => text.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

/** With `recursive`: names as JSON has them, but for those that users have chosen. */
function json(node, chosen) {
  if (!isFolder(node)) return node;
  if (node[marker]) return Object.values(node).map((item) => json(item, chosen));
  return Object.fromEntries(
    Object.entries(node).map(([name, value]) => [
      chosen ? name : camelCase(name),
      json(value, chosen || /^(guest-)?attributes$/.test(name)),
    ]),
  );
}

function lines(node, prefix) {
  return Object.entries(node).flatMap(([name, value]) =>
    isFolder(value) ? lines(value, `${prefix}${name}/`) : [`${prefix}${name} ${value}\n`],
  );
}

function give(body, type) {
  const ETag = createHash("sha256").update(body).digest("hex").slice(0, 16);
  return { status: 200, headers: { ...flavor, "Content-Type": type, ETag }, body };
}

const refuse = (status, body) => ({ status, headers: flavor, body });
const disabled = () => refuse(403, "Guest attributes endpoint access is disabled.");
