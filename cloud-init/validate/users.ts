// SPDX-License-Identifier: Apache-2.0
import type { CloudConfig, HostSpec, Problem, UserSpec } from "../spec";
import { imageUsers } from "./el9";
import { groupsInTheWay } from "./groups";
import { publicKeys } from "./keys";
import { publicKeyText } from "../key-text";
import { at, duplicates, error, shown, warning } from "./problem";
import { readPublicKey } from "./public-key";
import { missingShell } from "./shells";

/** As EL's useradd takes it, but for capital letters; in files of sudoers.d, sshd and Docker a dot is a letter like others. */
const linuxName = /^[a-z_][a-z0-9_.-]{0,31}$/;
const nameRule = `use at most 32 lower-case letters, digits, "-", "_" or ".", beginning with a letter or "_", for example "ci"`;
const absolutePath = /^(\/[A-Za-z0-9._-]+)+$/;

/** Who exists on the machine, and who may use Docker. */
export function* users(spec: HostSpec): Generator<Problem> {
  if (!linuxName.test(spec.login)) yield error("login", `${shown(spec.login)} is not a login name; ${nameRule}`);
  yield* publicKeys(spec.loginKeys, "loginKeys");
  yield* sameKeys(spec.loginKeys, "loginKeys");
  for (const [i, user] of spec.users.entries()) yield* declared(user, spec, at("users", i));
  yield* duplicates(
    spec.users.map(({ name }) => name),
    (i) => `${at("users", i)}.name`,
  );
  yield* groupsInTheWay(spec);
  for (const [i, name] of spec.dockerUsers.entries()) yield* member(name, spec, at("dockerUsers", i));
  yield* duplicates(spec.dockerUsers, (i) => at("dockerUsers", i));
}

/** sshd goes by the first line of a key: with options there, they could keep out whoever comes by the other line. */
function* sameKeys(lines: string[], path: string): Generator<Problem> {
  const keys = lines.map((line) => readPublicKey(publicKeyText(line)));
  for (const [i, key] of keys.entries()) {
    const others = keys.filter((other, j) => j !== i && key && other?.bytes.equals(key.bytes));
    if (key?.options && others.some((other) => other?.options !== key.options)) {
      yield error(
        at(path, i),
        "has options and is the login's own key, or one that is named here without them, which they would bind as well; take it out",
      );
    }
  }
}

function* declared(user: UserSpec, spec: HostSpec, path: string): Generator<Problem> {
  const { name } = user;
  const { login } = spec;
  if (!linuxName.test(name)) yield error(`${path}.name`, `${shown(name)} is not a login name; ${nameRule}`);
  if (name === login) {
    yield error(`${path}.name`, `${shown(name)} is the image's own login and exists already; remove it here`);
  } else if (name === "default") {
    yield error(`${path}.name`, `"default" is cloud-init's word for the image's own login; choose another name`);
  } else if (imageUsers.includes(name)) {
    yield error(`${path}.name`, `${shown(name)} is a system user that exists already; choose another name`);
  } else if (name === "docker") {
    yield error(
      `${path}.name`,
      `"docker" would be made with a group of that name, which is Docker's; choose another name`,
    );
  }
  yield* publicKeys(user.sshAuthorizedKeys, `${path}.sshAuthorizedKeys`, spec.keyType);
  if (!absolutePath.test(user.shell)) {
    yield error(`${path}.shell`, `${shown(user.shell)} is not the absolute path of a shell, for example "/bin/bash"`);
  } else {
    const missing = missingShell(user.shell, name, spec);
    if (missing !== undefined) yield warning(`${path}.shell`, missing);
  }
  for (const [i, group] of user.groups.entries()) {
    if (!linuxName.test(group))
      yield error(at(`${path}.groups`, i), `${shown(group)} is not a group's name; ${nameRule}`);
    if (group === "sudo") {
      yield warning(
        at(`${path}.groups`, i),
        `"sudo" gives no right on Enterprise Linux; set sudo to true in its place`,
      );
    }
    if (group === "docker") {
      yield error(
        at(`${path}.groups`, i),
        `"docker" is not given here; name ${shown(name)} in dockerUsers, which is also checked`,
      );
    }
  }
  yield* duplicates(user.groups, (i) => at(`${path}.groups`, i));
}

function* member(name: string, spec: HostSpec, path: string): Generator<Problem> {
  // The login is in the group by default, and a mistake in it is already reported.
  if (name === spec.login) return;
  if (!linuxName.test(name)) {
    yield error(path, `${shown(name)} is not a login name; ${nameRule}`);
    return;
  }
  const user = spec.users.find((one) => one.name === name);
  if (user && /\/(nologin|false)$/.test(user.shell)) {
    yield error(
      path,
      `${shown(name)} cannot log in with the shell ${user.shell}, so cannot use docker; give it another one`,
    );
  }
  if (name === "root") {
    yield warning(path, `"root" may use Docker without being in the group; leave it out`);
  } else if (!user && !isDeclaredIn(spec.cloudConfig, name)) {
    yield warning(
      path,
      `${shown(name)} is neither in users nor the image's login (${spec.login}); unless the image has this user, the installation fails`,
    );
  }
}

function isDeclaredIn({ users: list }: CloudConfig, name: string): boolean {
  if (!Array.isArray(list)) return false;
  return list.some((user) => typeof user === "object" && user !== null && !Array.isArray(user) && user.name === name);
}
