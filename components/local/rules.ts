// SPDX-License-Identifier: Apache-2.0
// The arguments, one row each: what is allowed. A change of any replaces the machine, as its disk is made of them.
import { isAbsolute } from "node:path";

import type { HostSpec, Problem } from "../../cloud-init";
import { decisive, fields, plain, required, type Shape, string } from "../../cloud-init/shape";
import { error, shown } from "../../cloud-init/validate/problem";
import { matches, port, replaces, type Table, value, whole } from "../arguments/row";
import { noFirewalld, pinnedKey } from "../guest-rules";
import { hostRows } from "../rules";
import type { LocalDockerHostArgs, LocalImageArgs } from "./args";
import { privateNetwork } from "./private-network-rules";

function absolutePath(what: string): Shape {
  return value(function* (given, path) {
    if (typeof given === "string" && isAbsolute(given)) return;
    yield error(path, `${shown(given)} is not the absolute path of ${what} on this computer`);
  });
}

const image = {
  name: required(string),
  disk: required(absolutePath("a file")),
  kernel: absolutePath("a file"),
  initrd: absolutePath("a file"),
  kernelArgs: string,
} satisfies Record<keyof LocalImageArgs, Shape>;

export const rows: Table<LocalDockerHostArgs> = {
  ...hostRows,
  image: replaces(decisive(fields(image))),
  rotateImage: replaces(string),
  sshPort: replaces(port),
  memoryMiB: replaces(whole(512, 1_048_576, "a whole number of MiB")),
  cpus: replaces(whole(1, 255, "a whole number of processors")),
  // The image alone is 10 GiB.
  diskGiB: replaces(whole(10, 65_536, "a whole number of GiB")),
  accelerator: replaces(
    matches(/^\w+(,[\w=.-]+)*(:\w+(,[\w=.-]+)*)*$/, `a list of QEMU's accelerators, for example "kvm:tcg"`),
  ),
  directory: replaces(plain(string)),
  repositoryDirectory: replaces(absolutePath("a folder")),
  privateNetwork: replaces(privateNetwork),
};

/** What the guest may not be told. The image is the caller's, and mostly one of Rocky's. */
export function* guestRules(spec: HostSpec): Generator<Problem> {
  yield* pinnedKey(spec);
  yield* noFirewalld(spec, false);
}
