// SPDX-License-Identifier: Apache-2.0
import { boolean, fields, list, required, ruled, type Shape, string } from "../../cloud-init/shape";
import { isHostAndPort } from "../../cloud-init/validate/addresses";
import { filePath } from "../../cloud-init/validate/file-path";
import { ownerForm } from "../../cloud-init/validate/owners";
import { error, shown, warning } from "../../cloud-init/validate/problem";
import { inPlace, oneOf } from "../arguments/row";
import type { RegistryArgs, SecretFileArgs } from "./args";
import { dockerHub } from "./order";
import { RegistryLogin } from "./registry-login";

/** All of it goes with each check, and bash reads that from a pipe byte by byte. */
export const mostBytes = { file: 64 * 1024, together: 256 * 1024 };

const permissions = ruled(string, function* (given: string, path) {
  if (!/^0?[0-7]{3}$/.test(given) || /^0+$/.test(given))
    yield error(path, `${shown(given)} is not three octal digits, for example "0600"`);
  else if (/[4-7]$/.test(given))
    yield warning(
      path,
      `${shown(given)} lets everybody on the machine read a secret; use "0600", or "0640" for a group`,
    );
});

const secretFile = {
  path: required(ruled(string, filePath)),
  content: required(string),
  base64: boolean,
  permissions,
  owner: ruled(string, ownerForm),
} satisfies Record<keyof SecretFileArgs, Shape>;

/** Other names of Docker Hub, whose login stands under one alone. */
const otherNames = /^((index|registry-1|registry\.hub|hub)\.docker\.(io|com)|docker\.com)(:443)?$/i;

const host = ruled(string, function* (given: string, path) {
  const bare = given.replace(/^[a-z]+:\/\//i, "").replace(/\/.*$/, "");
  if (otherNames.test(bare)) {
    yield error(path, `${shown(given)} is Docker Hub; write "${dockerHub}"`);
  } else if (!isHostAndPort(given)) {
    const instead = isHostAndPort(bare) ? `write ${shown(bare)}` : `for example "registry.example:5000"`;
    yield error(path, `${shown(given)} is not "host" or "host:port"; ${instead}`);
  } else if (!/[.:]|^localhost$/.test(given)) {
    const says = `is a folder of Docker Hub where an image's name begins with it`;
    yield error(path, `${shown(given)} ${says}; give the registry's full name, or its port: ${shown(`${given}:443`)}`);
  }
});

const username = ruled(string, function* (given: string, path) {
  // eslint-disable-next-line no-control-regex -- what no user's name holds
  if (given === "" || /[:\x00-\x1f\x7f]/.test(given))
    yield error(path, "must be at least one letter, without colons and control characters (not shown)");
});

const password = ruled(string, function* (given: string, path) {
  if (given === "") yield error(path, "is empty; give the password or a token");
  else if (/[\r\n]$/.test(given))
    yield warning(path, "ends with a line break, which counts as a part of it; take it off if it came with a file");
});

const registry = {
  host: required(host),
  login: oneOf(...Object.values(RegistryLogin)),
  username,
  password,
  users: list(string),
  image: string,
} satisfies Record<keyof RegistryArgs, Shape>;

/** For the documentation: of none is a machine another one. */
export const secretFileRows = Object.fromEntries(
  Object.entries(secretFile).map(([key, shape]) => [key, inPlace(shape)]),
);
export const registryRows = Object.fromEntries(Object.entries(registry).map(([key, shape]) => [key, inPlace(shape)]));

export const secretFiles = list(fields(secretFile));
export const registries = list(fields(registry));
