// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../spec";
import { isBefore } from "../../version";
import { hasPath, isFetchable, isHostAndPort, network } from "../addresses";
import { demandEach, warning } from "../problem";
import { type Given, pathOf, texts } from "./given";

const insecure =
  "whoever sits between can replace the images (CIS 2.5); give the registry's certificate authority in docker.registryCertificates instead";
/** https://github.com/moby/moby/pull/46594 */
const takesPaths = "25.0.0";

/** Mirrors, and registries without verified TLS: as arguments, and as keys. */
export function* registries({ spec: { docker }, own }: Given): Generator<Problem> {
  const { version } = docker;
  const withoutPath = version !== undefined && isBefore(version, takesPaths);
  for (const [list, path] of [
    [docker.registryMirrors, "docker.registryMirrors"],
    [texts(own, "registry-mirrors"), pathOf("registry-mirrors")],
  ] as const) {
    yield* demandEach(
      list,
      path,
      (mirror) => isFetchable(mirror) && !/[^:]\/\//.test(mirror) && !(withoutPath && hasPath(mirror)),
      withoutPath
        ? `is not the address of a registry without path, query or user, for example "https://mirror.gcr.io"; paths need engine ${takesPaths} or later`
        : `is not the address of a registry without query or user, for example "https://mirror.gcr.io"`,
    );
  }
  for (const [list, path] of [
    [docker.insecureRegistries, "docker.insecureRegistries"],
    [texts(own, "insecure-registries"), pathOf("insecure-registries")],
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
        insecure,
        path === pathOf("insecure-registries") ? "docker/daemonConfig/insecure-registries" : "",
      );
  }
}
