// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../spec";
import { isBefore } from "../../version";
import { hasPath, isFetchable, isHostAndPort, network } from "../addresses";
import { at, demandEach, shown, warning } from "../problem";
import { type Given, pathOf, texts, wrong } from "./given";

const insecure =
  "whoever sits between can replace the images (CIS 2.5); give the registry's certificate authority in docker.registryCertificates instead";
/** https://github.com/moby/moby/pull/53868 */
const listsLoopback = "29.10.0";
const leavesOutLoopback = `; from engine ${listsLoopback} on, a list leaves out registries on the host itself unless it names them, for example "localhost:5000"`;
const ofThisMachine = /^(localhost|127\.|\[?::1|0\.0\.0\.0\/0|::\/0)/i;
/** https://github.com/moby/moby/pull/46594 */
const takesPaths = "25.0.0";

/** A host's name may have `_`, which no rule for names allows, and DNS does. */
function asName(mirror: string): string {
  return mirror.replace(/^https?:\/\/[^/@]*(?=\/|$)/, (place) => place.replaceAll("_", "x"));
}

const withoutProtocol = (name: string) => name.replace(/^https?:\/\//i, "");

/** Mirrors, and registries without verified TLS: as arguments, and as keys. */
export function* registries({ spec: { docker }, own, all }: Given): Generator<Problem> {
  const { version } = docker;
  const withoutPath = version !== undefined && isBefore(version, takesPaths);
  for (const [list, path] of [
    [docker.registryMirrors, "docker.registryMirrors"],
    [texts(own, "registry-mirrors"), pathOf("registry-mirrors")],
  ] as const) {
    yield* demandEach(
      list,
      path,
      (mirror) => isFetchable(asName(mirror)) && !/[^:]\/\//.test(mirror) && !(withoutPath && hasPath(mirror)),
      withoutPath
        ? `is not the address of a registry without path, query or user, for example "https://mirror.gcr.io"; paths need engine ${takesPaths} or later`
        : `is not the address of a registry without query or user, for example "https://mirror.gcr.io"`,
    );
  }
  const written = texts(own, "insecure-registries");
  const isLocalMeant = texts(all, "insecure-registries").some((name) => ofThisMachine.test(withoutProtocol(name)));
  const isOld = version !== undefined && isBefore(version, listsLoopback);
  const local = isLocalMeant || isOld ? "" : leavesOutLoopback;
  for (const [i, name] of written.entries()) {
    const rest = withoutProtocol(name);
    if (rest === name) continue;
    const message = `${shown(name)} loses its protocol, which dockerd takes off with a warning; write ${shown(rest)}`;
    yield wrong("insecure-registries", message, "warning", at(pathOf("insecure-registries"), i));
  }
  for (const [list, path] of [
    [docker.insecureRegistries, "docker.insecureRegistries"],
    [written.map(withoutProtocol), pathOf("insecure-registries")],
  ] as const) {
    yield* demandEach(
      list,
      path,
      (name) => isHostAndPort(name) || network(name) !== undefined,
      `is not "host", "host:port" or a network in CIDR form, without "http://" before it`,
    );
    if (list.length > 0)
      yield warning(
        path,
        insecure + local,
        path === pathOf("insecure-registries") ? "docker/daemonConfig/insecure-registries" : "",
      );
  }
}
