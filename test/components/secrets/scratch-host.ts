// SPDX-License-Identifier: Apache-2.0
// The stage `secrets` as the check of a host runs it, and the probe `registry`, over a scratch folder for /. What of the system's
// programs they use is stood in for; owners are real where root runs the tests.
import { spawn } from "node:child_process";
import {
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { settlingLines, registryProgram } from "../../../components/health/settlement";
import { quote } from "../../../cloud-init/shell";
import { type Registry, type SecretFile, secretsOrder } from "../../../components/secrets/order";
import { finish } from "../../child-process";

const uid = process.getuid?.() ?? 0;
/** Whoever is not root can only make files of their own. */
export const ids = uid === 0 ? { root: 0, ci: 4001, bob: 4002 } : { root: uid, ci: uid, bob: uid };

export interface Said {
  status: number | null;
  /** What the program said, in one line. */
  said: string;
}

export interface Seen {
  content: string;
  mode: string;
  owner: number;
}

const record = "/var/lib/docker-host/secrets.json";
/** What the other stage keeps. */
const ofAccess = "/var/lib/docker-host/access.json";
const access = { login: { name: "rocky", ownKey: "", keys: [] }, users: [], dockerUsers: [] };

export class ScratchHost {
  private readonly folder = mkdtempSync(join(tmpdir(), "secrets-"));
  readonly root = join(this.folder, "root");
  /** How many seconds the probe waits. Nobody waits for a role here, unless a test does. */
  patience: Record<string, string> = { ROLE_PATIENCE: "0" };

  constructor() {
    const bin = join(this.folder, "bin");
    mkdirSync(bin);
    this.program("look", `env >>'${this.folder}/seen'; printf '%s\\n' "$@" >>'${this.folder}/seen'`);
    const known = 'look "$@"; for name in "${@:2}"; do grep "^$name:" "$ROOT/etc/$1"; done; exit 0';
    this.program("getent", known);
    this.program("restorecon", `look "$@"; printf '%s\\n' "$@" >>'${this.folder}/labels'`);
    const users = [
      `root:x:${ids.root}:${ids.root}::/root:/bin/bash`,
      `ci:x:${ids.ci}:${ids.ci}::/home/ci:/bin/bash`,
      `bob:x:${ids.bob}:${ids.bob}::/home/bob:/bin/bash`,
      "homeless:x:4003:4003::/home/homeless:/bin/bash",
    ];
    this.write("/etc/passwd", `${users.join("\n")}\n`);
    this.write("/etc/group", `root:x:${ids.root}:\nci:x:${ids.ci}:\nbob:x:${ids.bob}:\n`);
    for (const [home, id] of Object.entries({ root: ids.root, "home/ci": ids.ci, "home/bob": ids.bob })) {
      mkdirSync(join(this.root, home), { recursive: true, mode: 0o700 });
      chownSync(join(this.root, home), id, id);
    }
    for (const folder of ["var/lib/docker-host", "usr/bin"]) mkdirSync(join(this.root, folder), { recursive: true });
  }

  program(name: string, text: string): void {
    writeFileSync(join(this.folder, "bin", name), `#!/bin/bash\n${text}\n`, { mode: 0o755 });
  }

  write(path: string, content: string): string {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  /** Paths whose SELinux labels were set, since it was asked last. */
  labels(): string[] {
    try {
      const lines = readFileSync(join(this.folder, "labels"), "utf8").trim().split("\n");
      rmSync(join(this.folder, "labels"));
      return lines.map((line) => line.replace(this.root, ""));
    } catch {
      return [];
    }
  }

  /** Has the host get these secrets. */
  settle(files: SecretFile[], registries: Registry[] = [], dockerUsers = ["ci"], program = ""): Promise<Said> {
    const secrets = secretsOrder(files, registries, dockerUsers, program);
    return this.run([...settlingLines({ access, secrets }), "check_secrets"]);
  }

  /** Asks the engine whether these registries let in whoever is logged in. */
  ask(...hosts: string[]): Promise<Said> {
    return this.run([`python -c ${quote(registryProgram())} ${hosts.map(quote).join(" ")}`]);
  }

  private async run(lines: string[]): Promise<Said> {
    const env = { ROOT: this.root, ...this.patience, PATH: `${join(this.folder, "bin")}:${process.env.PATH ?? ""}` };
    const child = spawn("bash", ["-s"], { env, cwd: this.folder });
    child.stdin.end(['python() { look "$@"; python3 -IS "$@"; }', ...lines, ""].join("\n"));
    const { status, output } = await finish(child);
    return { status, said: output.trim() };
  }

  /** What has been given to the host: its files below the folders of users and of /etc/app, and who may read them. */
  given(): Record<string, Seen> {
    const seen: Record<string, Seen> = {};
    for (const entry of readdirSync(this.root, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name).slice(this.root.length);
      if (["/etc/passwd", "/etc/group", record, ofAccess].includes(path)) continue;
      if (
        [
          "/etc",
          "/root",
          "/home",
          "/home/ci",
          "/home/bob",
          "/var",
          "/var/lib",
          dirname(record),
          "/usr",
          "/usr/bin",
        ].includes(path)
      )
        continue;
      const { mode, uid: owner } = lstatSync(join(this.root, path));
      const content = entry.isFile() ? this.read(path) : entry.isDirectory() ? "(a folder)" : "(something else)";
      seen[path] = { content, mode: (mode & 0o7777).toString(8), owner };
    }
    return seen;
  }

  /** Arguments and environments of all that was started. */
  started(): string {
    return readFileSync(join(this.folder, "seen"), "utf8");
  }

  /** What the host keeps about it; undefined where there is nothing. */
  recorded(): string | undefined {
    try {
      return this.read(record);
    } catch {
      return undefined;
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
