// SPDX-License-Identifier: Apache-2.0
// The whole cloud is a folder: a provider ends after each `up`, and the next one has to find everything again.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { isAbsolute, join } from "node:path";

/** Where the records of one kind lie: `const disks: Kind<Disk> = { folder: "disks" }`. */
export interface Kind<T> {
  folder: string;
  /** Never set: it only ties the type to the folder. */
  record?: T;
}

export class CloudFolder {
  constructor(readonly path: string) {
    if (!isAbsolute(path))
      throw new Error(
        `PULUMI_LAB_CLOUD must be the absolute path of a folder that holds the laboratory's cloud, got ${JSON.stringify(path)}`,
      );
    mkdirSync(path, { recursive: true, mode: 0o700 });
  }

  static fromEnvironment(): CloudFolder {
    return new CloudFolder(process.env.PULUMI_LAB_CLOUD ?? "");
  }

  /** Settings of a test, such as `no-default-vpc`, are files that it puts there. */
  has(file: string): boolean {
    return existsSync(join(this.path, file));
  }

  json(file: string): unknown {
    return this.has(file) ? JSON.parse(readFileSync(join(this.path, file), "utf8")) : undefined;
  }

  /** A record is one file, so that two of them are written at the same time without a lock. */
  save<T extends object>({ folder }: Kind<T>, id: string, record: T): void {
    mkdirSync(join(this.path, folder), { recursive: true, mode: 0o700 });
    const file = join(this.path, folder, `${id}.json`);
    writeFileSync(`${file}.new`, JSON.stringify(record, null, 2), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  find<T extends object>({ folder }: Kind<T>, id: string): T | undefined {
    // An id that comes from a user must not lead out of the folder.
    return /^[\w.:-]+$/.test(id) ? (this.json(join(folder, `${id}.json`)) as T | undefined) : undefined;
  }

  all<T extends object>(kind: Kind<T>): T[] {
    if (!this.has(kind.folder)) return [];
    return readdirSync(join(this.path, kind.folder))
      .filter((file) => file.endsWith(".json"))
      .sort()
      .flatMap((file) => this.find(kind, file.slice(0, -".json".length)) ?? []);
  }

  /** The last record of a kind takes its folder along, so that a cloud with nothing in it is an empty folder. */
  remove<T extends object>({ folder }: Kind<T>, id: string): void {
    rmSync(join(this.path, folder, `${id}.json`), { force: true });
    if (this.has(folder) && readdirSync(join(this.path, folder)).length === 0) rmdirSync(join(this.path, folder));
  }

  machine(id: string): string {
    return join(this.path, "machines", id);
  }
}
