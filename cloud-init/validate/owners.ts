// SPDX-License-Identifier: Apache-2.0
import type { HostSpec, Problem } from "../spec";
import { imageGroups, imageUsers } from "./el9";
import { error, shown, warning } from "./problem";

const form = /^[a-z_][a-z0-9_.-]{0,31}(:[a-z_][a-z0-9_.-]{0,31})?$/;

/** Whether it is `user` or `user:group`. */
export function* ownerForm(owner: string, path: string): Generator<Problem> {
  if (!form.test(owner)) yield error(path, `${shown(owner)} is not "user" or "user:group", for example "root:root"`);
}

const leftOut = "cloud-init stops here and leaves out this file and the ones behind it";

/** Who a file is to belong to. A name that nobody makes may still be the image's: `otherwise` says what happens if not. */
export function* fileOwner(
  owner: string,
  { users, login, cloudConfig }: HostSpec,
  path: string,
  otherwise = leftOut,
): Generator<Problem> {
  const wrong = [...ownerForm(owner, path)];
  yield* wrong;
  if (wrong.length > 0) return;
  const words = JSON.stringify(cloudConfig).split(/[^A-Za-z0-9_.-]+/);
  const made = [...users.map(({ name }) => name), login, ...words];
  const madeGroups = [...users.flatMap(({ groups }) => groups), "docker"];
  const [user = "", group = "root"] = owner.split(":");
  const missing = new Set<string>();
  if (![...imageUsers, ...made].includes(user)) missing.add(user);
  if (![...imageGroups, ...made, ...madeGroups].includes(group)) missing.add(group);
  for (const name of missing) {
    yield warning(
      path,
      `${shown(name)} is not made by users; unless the image has it, ${otherwise}; declare it in users`,
    );
  }
}
