// SPDX-License-Identifier: Apache-2.0
// What the last update ordered, for the command of this one: by machines that leave others come in, where no other is a manager. It lies in a file between
// the program and the command, encrypted with a key that only who has this update's order can make.
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { NodeOrder, SwarmOrder } from "./order";

const [file, algorithm] = ["last-order", "aes-256-gcm"] as const;
const keyOf = (order: string) => createHmac("sha256", order).update(file).digest();

export function keepLastOrder(folder: string, order: string, last: string | undefined): void {
  if (last === undefined) return;
  const nonce = randomBytes(12);
  const cipher = createCipheriv(algorithm, keyOf(order), nonce);
  const text = Buffer.concat([cipher.update(last, "utf8"), cipher.final()]);
  writeFileSync(join(folder, file), Buffer.concat([nonce, cipher.getAuthTag(), text]), { mode: 0o600 });
}

/** Undefined where this is the first update. */
export function readLastOrder(folder: string, order: string): SwarmOrder | undefined {
  const path = join(folder, file);
  if (!existsSync(path)) return undefined;
  const sealed = readFileSync(path);
  const decipher = createDecipheriv(algorithm, keyOf(order), sealed.subarray(0, 12)).setAuthTag(
    sealed.subarray(12, 28),
  );
  const text = Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
  return JSON.parse(text.toString("utf8")) as SwarmOrder;
}

/** Machines that were members, and are not among those of this order. */
export function oldMachines(order: SwarmOrder, last: SwarmOrder | undefined): NodeOrder[] {
  const here = new Set(order.nodes.map(({ machineId }) => machineId));
  return (last?.nodes ?? []).filter(({ machineId }) => !here.has(machineId));
}
