// SPDX-License-Identifier: Apache-2.0
import type { HostSpec, Problem } from "../../cloud-init";
import { imageUsers } from "../../cloud-init/validate/el9";
import { isMap } from "../../cloud-init/validate/kind";
import { fileOwner } from "../../cloud-init/validate/owners";
import { at, duplicates, error, shown, warning } from "../../cloud-init/validate/problem";
import { dockerHub, isOfRole, type Registry, type SecretFile } from "./order";
import { configFiles, type Known, placeOf, places, text } from "./places";
import { ofLogin } from "./logins";
import { type RoleLogin, whyNotBy } from "./role-login";
import { mostBytes } from "./rules";

/**
 * What is wrong with secret files and logins at registries that are each right, but not together, or not on this machine. Of a
 * machine that is not known yet, only what they say themselves.
 */
export function* secretProblems(
  args: { secretFiles?: unknown; registries?: unknown },
  spec: HostSpec | undefined,
  role: RoleLogin | undefined,
): Generator<Problem> {
  const files = maps(args.secretFiles);
  const registries = maps(args.registries);
  for (const [i, file] of files.entries()) yield* ofFile(file, at("secretFiles", i), spec);
  yield* places(files);
  yield* sizes(files);
  for (const [i, registry] of registries.entries()) yield* ofRegistry(registry, at("registries", i), spec, role);
  const asks = registries.findIndex(isOfRole);
  if (role && asks >= 0) {
    yield* role.roleProblems(at("registries", asks));
    yield* proxyOf(role, spec, `${at("registries", asks)}.login`);
  }
  const hosts = registries.map(({ host }, i) => (text(host) ?? String(i)).toLowerCase());
  yield* duplicates(hosts, (i) => `${at("registries", i)}.host`);
  if (spec) yield* configFiles(files, registries, spec);
}

/** Of a login that leaves the machine by no proxy. There may be another way, such as an endpoint in the machine's network. */
function* proxyOf({ leavesMachine, cloud }: RoleLogin, spec: HostSpec | undefined, where: string): Generator<Problem> {
  const why = leavesMachine ? whyNotBy(spec?.docker.proxy) : undefined;
  if (why !== undefined)
    yield warning(
      where,
      `"cloud" asks ${cloud} without docker.proxy, which ${why}; give an http proxy that knows the machine by its address, or make an endpoint for the registry's API in its network`,
    );
}

function* ofFile(file: Known<SecretFile>, where: string, spec: HostSpec | undefined): Generator<Problem> {
  const [path, owner, content] = [text(file.path), text(file.owner), text(file.content)];
  if (
    content !== undefined &&
    file.base64 === true &&
    !/^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(content.replace(/\s+/g, ""))
  )
    yield error(`${where}.content`, "is not base64 (not shown); encode it, or leave base64 out");
  if (path !== undefined) yield* placeOf(path, `${where}.path`, spec);
  if (owner !== undefined && spec) yield* fileOwner(owner, spec, `${where}.owner`, "the file cannot be written");
}

function* sizes(files: Known<SecretFile>[]): Generator<Problem> {
  let together = 0;
  for (const [i, { content, base64 }] of files.entries()) {
    const size = Buffer.byteLength(text(content) ?? "", base64 === true ? "base64" : "utf8");
    together += size;
    if (size > mostBytes.file)
      yield error(
        `${at("secretFiles", i)}.content`,
        `has ${size} bytes, and at most ${mostBytes.file} are carried; ${fetched}`,
      );
  }
  if (together > mostBytes.together)
    yield error(
      "secretFiles",
      `have ${together} bytes together, and at most ${mostBytes.together} are carried; ${fetched}`,
    );
}

const fetched = "have the machine fetch what is large, with a key that is carried";

function* ofRegistry(
  registry: Known<Registry>,
  where: string,
  spec: HostSpec | undefined,
  role: RoleLogin | undefined,
): Generator<Problem> {
  if (registry !== notKnown) yield* ofLogin(registry, where, role);
  const [host, image] = [text(registry.host), text(registry.image)];
  const { users } = registry;
  if (image !== undefined && host !== undefined) yield* ofImage(image, host, `${where}.image`);
  if (Array.isArray(users)) {
    if (users.length === 0)
      yield error(`${where}.users`, "is empty; name who is logged in, or leave it out for all dockerUsers");
    const names = users.map((name, i) => text(name) ?? String(i));
    yield* duplicates(names, (i) => at(`${where}.users`, i));
    for (const [i, name] of names.entries())
      if (spec && text(users[i]) !== undefined) yield* user(name, spec, at(`${where}.users`, i));
  } else if (users === undefined && spec?.dockerUsers.length === 0) {
    yield error(`${where}.users`, "is missing, and dockerUsers is empty; name who is logged in", "/missing");
  }
}

function* user(name: string, { users, login, cloudConfig, dockerUsers }: HostSpec, where: string): Generator<Problem> {
  const known = [...users.map((one) => one.name), login, ...imageUsers, ...dockerUsers];
  if (known.includes(name) || JSON.stringify(cloudConfig.users ?? []).includes(JSON.stringify(name))) return;
  yield warning(where, `${shown(name)} is not in users; unless the image has this user, the login cannot be given`);
}

/** A name of an image, without the registry's host. */
const repository =
  /^[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*(\/[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*)*(:\w[\w.-]{0,127})?(@sha256:[0-9a-f]{64})?$/;

function* ofImage(image: string, host: string, where: string): Generator<Problem> {
  const isThere = image.startsWith(`${host}/`);
  const name = isThere ? image.slice(host.length + 1) : image;
  if ((isThere || host === dockerHub) && repository.test(name)) return;
  yield error(where, `${shown(image)} is not an image of ${shown(host)}, for example ${shown(`${host}/team/app:1.0`)}`);
}

/** Members of the list; of one that is known later only, nothing. */
function maps(value: unknown): Record<string, unknown>[] {
  return (Array.isArray(value) ? value : []).map((one: unknown) => (isMap(one) ? one : notKnown));
}

const notKnown: Record<string, unknown> = {};
