// SPDX-License-Identifier: Apache-2.0
// A machine's accounts to run the real guest/access.py on: a scratch folder for /, and shims in place of the programs that
// change accounts. They are made as cloud-init and the install script make them on a first boot, which is a model here: the
// laboratory boots the real ones (test/e2e/aws.test.ts). PATH holds the shims and a few real tools, nothing else.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import type { AccessOrder } from "../../../components/access/order";
import { scratchPath } from "../scratch-path";

export type User = AccessOrder["users"][number];

export const rule = (name: string) => `${name} ALL=(ALL) NOPASSWD:ALL`;
const access = readFileSync(join(__dirname, "../../../components/access/guest/access.py"), "utf8");
const driver = readFileSync(join(__dirname, "interrupt.py"), "utf8");

export const ownKey = "ssh-ed25519 AAAAown ours";
/** What nobody has said more about. */
export function orderOf(more: { users?: (Partial<User> & { name: string })[]; docker?: string[]; keys?: string[] }) {
  const { users = [], docker = ["rocky"], keys = [] } = more;
  return {
    login: { name: "rocky", ownKey, keys },
    users: users.map((user) => ({ keys: [], sudo: false, shell: "/bin/bash", groups: [], ...user })),
    dockerUsers: docker,
  } satisfies AccessOrder;
}

/** What a user can; an empty one can nothing, or does not exist. */
export interface Can {
  shell?: string;
  groups?: string[];
  keys?: string[];
  sudo?: boolean;
}

export class Accounts {
  readonly scratch = mkdtempSync(join(tmpdir(), "access-"));
  readonly root = join(this.scratch, "root");
  private readonly path: string;

  /** After its first boot, which was told `order`. */
  constructor(order: AccessOrder) {
    const tools = ["bash", "grep", "wc", "mv", "mkdir", "python3", "rm"];
    this.path = scratchPath(join(this.scratch, "bin"), tools, join(__dirname, "shims"));
    mkdirSync(join(this.root, "proc"), { recursive: true });
    this.boot(order);
  }

  private boot({ login, users, dockerUsers }: AccessOrder): void {
    const groups = new Map<string, string[]>([
      ["adm", [login.name]],
      ["docker", dockerUsers],
    ]);
    for (const user of users)
      for (const group of user.groups) groups.set(group, [...(groups.get(group) ?? []), user.name]);
    const all = [{ name: login.name, shell: "/bin/bash" }, ...users];
    const id = (i: number) => String(1000 + i);
    this.write(
      "etc/passwd",
      "root:x:0:0::/root:/bin/bash\n" +
        all.map(({ name, shell }, i) => `${name}:x:${id(i)}:${id(i)}::/home/${name}:${shell}\n`).join(""),
    );
    this.write("etc/shadow", all.map(({ name }) => `${name}:!!:20000:0:99999:7:::\n`).join(""));
    const own = all.map(({ name }, i) => `${name}:x:${id(i)}:\n`);
    const made = [...groups].map(([name, members], i) => `${name}:x:${500 + i}:${members.join(",")}\n`);
    this.write("etc/group", [...own, ...made].join(""));
    const sudo = [login.name, ...users.filter((user) => user.sudo).map(({ name }) => name)];
    const rules = sudo.map((name) => `\n# User rules for ${name}\n${rule(name)}\n`).join("");
    this.write("etc/sudoers.d/90-cloud-init-users", `# Created by cloud-init\n${rules}`);
    this.write(
      "etc/docker-host/install.env",
      `CHANNEL='stable'\nDOCKER_USERS=(${dockerUsers.join(" ")})\nexport A=1\n`,
    );
    const keys = [login.ownKey, ...login.keys];
    this.write(`home/${login.name}/.ssh/authorized_keys`, lines(keys));
    this.write("root/.ssh/authorized_keys", lines(keys.map((key) => `${rootOptions} ${key}`)));
    for (const { name, keys: given } of users) {
      mkdirSync(join(this.root, "home", name), { recursive: true });
      if (given.length > 0) this.write(`home/${name}/.ssh/authorized_keys`, lines(given));
    }
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  read(path: string): string {
    return this.has(path) ? readFileSync(join(this.root, path), "utf8") : "";
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  list(path: string): string[] {
    return this.read(path)
      .split("\n")
      .filter((line) => line !== "");
  }

  /** Runs access.py. With `interruptAt`, it ends before that call of those that change something. */
  settle(order: AccessOrder, { interruptAt = 0, directory = "" }: { interruptAt?: number; directory?: string } = {}) {
    const [calls, made] = [join(this.scratch, "calls"), join(this.scratch, "made")];
    writeFileSync(calls, "");
    const { status, stdout, stderr } = spawnSync(join(this.path, "python3"), ["-IS", "-c", driver], {
      env: {
        ...{ PATH: this.path, ROOT: this.root, ACCESS_PY: access, CALLS: calls, MADE: made },
        ...{ INTERRUPT_AT: String(interruptAt), DIRECTORY: directory },
      },
      input: JSON.stringify({ access: order }),
      encoding: "utf8",
      timeout: 50_000,
    });
    expect(stderr).toBe("");
    const count = existsSync(made) ? Number(readFileSync(made, "utf8")) : 0;
    return { status, says: stdout.trim(), calls: readFileSync(calls, "utf8").split("\n").filter(Boolean), count };
  }

  /** What each of these users can. */
  whatEachCan(names: string[]): Record<string, Can> {
    return Object.fromEntries(names.map((name) => [name, this.whatOneCan(name)]));
  }

  private whatOneCan(name: string): Can {
    const fields = (file: string) =>
      this.list(`etc/${file}`)
        .map((line) => line.split(":"))
        .find(([first]) => first === name);
    const [, , , , , home, shell = ""] = fields("passwd") ?? [];
    const groups = this.list("etc/group")
      .map((line) => line.split(":"))
      .filter(([, , , members = ""]) => members.split(",").includes(name))
      .map(([group = ""]) => group)
      .sort();
    const keys = home === undefined ? [] : this.list(`${home.slice(1)}/.ssh/authorized_keys`).sort();
    const sudo = ["90-cloud-init-users", "90-docker-host-users"].some((file) =>
      this.list(`etc/sudoers.d/${file}`).includes(rule(name)),
    );
    const isLocked = fields("shadow")?.[7] !== "";
    if (isLocked && groups.length === 0 && keys.length === 0 && !sudo) return {};
    return { shell: isLocked ? "locked" : shell, groups, keys, sudo };
  }

  remove(): void {
    rmSync(this.scratch, { recursive: true });
  }
}

const rootOptions = `no-port-forwarding,command="echo 'Please login as the user \\"rocky\\".'"`;
export const lines = (all: string[]) => all.map((line) => `${line}\n`).join("");
