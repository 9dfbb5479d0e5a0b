// SPDX-License-Identifier: Apache-2.0
import type * as command from "@pulumi/command";

import { fields, number, required, ruled, type Shape, string } from "../../cloud-init/shape";
import { error } from "../../cloud-init/validate/problem";
import { isLate } from "../arguments/output";
import { port } from "../arguments/row";
import { readHostKey } from "./host-key";
import { readPrivateKey } from "./private-key";

/** A key cannot be read without its passphrase: where that is known only later, the key is checked when it is used. */
const privateKey = ruled(string, function* (text: string, path, above) {
  const { privateKeyPassword: passphrase } = above.at(-1) as { privateKeyPassword?: string };
  if (isLate(passphrase)) return;
  const read = readPrivateKey(text, passphrase);
  if ("problem" in read) yield error(path, read.problem);
});

const hostKey = ruled(string, function* (text: string, path) {
  const read = readHostKey(text);
  if ("problem" in read) yield error(path, read.problem);
});

/** The arguments that lead to an SSH server, and log in there. */
export const endpoint = {
  host: required(string),
  port,
  user: string,
  password: string,
  privateKey,
  privateKeyPassword: string,
  agentSocketPath: string,
  hostKey,
  perDialTimeout: number,
  dialErrorLimit: number,
} satisfies Record<keyof command.types.input.remote.ProxyConnectionArgs, Shape>;

/** A bastion, which leads to another host. */
export const proxy = fields(endpoint);
