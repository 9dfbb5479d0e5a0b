// SPDX-License-Identifier: Apache-2.0
// The file of `--args`: arguments of each host, which go to the engine as they are.
import { existsSync, readFileSync } from "node:fs";

import { parse } from "yaml";

import { hasUser } from "../../cloud-init/validate/addresses";
import { isMap } from "../../cloud-init/validate/kind";
import type { Arguments } from "../../components/platforms";
import { WrongUse } from "../cli/exit-status";

/** All of it is one argument of a process, which Linux lets have 128 KiB. */
const mostKiB = 100;

/** @throws WrongUse */
export function readArgsFile(file: string): Arguments {
  if (!existsSync(file)) throw new WrongUse(`--args ${file} does not exist; give a file with arguments of a host`);
  const args = mapIn(file);
  if (Buffer.byteLength(JSON.stringify(args)) > mostKiB * 1024)
    throw new WrongUse(
      `--args ${file} holds more than ${mostKiB} KiB, which the engine cannot be given; leave some out`,
    );
  const secret = [...secretsIn(args)];
  if (secret.length > 0)
    throw new WrongUse(
      `--args ${file} holds secrets, and every process could read them; leave out ${secret.join(", ")}`,
    );
  return args;
}

function mapIn(file: string): Arguments {
  try {
    const args: unknown = parse(readFileSync(file, "utf8"));
    if (isMap(args)) return args;
  } catch (error) {
    throw new WrongUse(`--args ${file} is no YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new WrongUse(
    `--args ${file} holds no map; write arguments of a host there, as in "subnetId: subnet-0aaaaaaaa"`,
  );
}

/** The paths of arguments that are secret in any case. */
function* secretsIn({ sshKey, secretFiles, registries, docker }: Arguments): Generator<string> {
  if (sshKey !== undefined) yield "sshKey";
  if (secretFiles !== undefined) yield "secretFiles";
  if (Array.isArray(registries))
    for (const [i, one] of registries.entries())
      if (isMap(one) && one.password !== undefined) yield `registries[${i}].password`;
  if (isMap(docker) && typeof docker.proxy === "string" && hasUser(docker.proxy)) yield "the password in docker.proxy";
}
