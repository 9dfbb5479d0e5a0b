// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";

import execa from "execa";
import { type Document, parseDocument } from "yaml";

import type { Arguments } from "../../components/platforms";
import { type GuestImage, images } from "../setup/guest-image";
import { passphraseFile, type Pulumi, stack, stateFolder } from "../setup/pulumi";
import { local, root } from "../shared/places";
import { type Report, run } from "../shared/subprocess";

/** Made here and removed with the stack: it holds the salt of a passphrase that exists only on this computer. */
export const settings = join(root, "stacks", `Pulumi.${stack}.yaml`);
export const machines = join(local, "machines");

export interface LocalSettings {
  image?: GuestImage["image"];
  repositoryDirectory?: string;
  docker?: Record<string, unknown>;
  sshPort?: number;
  memoryMiB?: number;
  diskGiB?: number;
  dockerUsers?: string[];
}

function read(): { document: Document; own: LocalSettings } {
  const document = parseDocument(existsSync(settings) ? readFileSync(settings, "utf8") : "");
  const all = document.toJS() as { config?: { "docker-host:local"?: LocalSettings } } | null;
  return { document, own: all?.config?.["docker-host:local"] ?? {} };
}

/** What the host is told beside its defaults, by the user and by the last `npm start`. */
export function localSettings(): LocalSettings {
  return read().own;
}

/** Backend, passphrase and stack, where they do not exist yet. */
export async function ensureStack(pulumi: Pulumi): Promise<void> {
  mkdirSync(stateFolder, { recursive: true, mode: 0o700 });
  if (!existsSync(passphraseFile)) {
    // A salt without its passphrase is of no use to anybody: the stack it belonged to is gone.
    rmSync(settings, { force: true });
    writeFileSync(passphraseFile, randomBytes(24).toString("base64url"), { mode: 0o600 });
  }
  await pulumi.run(["stack", "select", "--create", stack]);
}

/** The image in the settings, where it is one that the user has chosen. */
export function chosenImage(): GuestImage | undefined {
  const { image } = read().own;
  const isOurs = image && (image.disk.startsWith(images + sep) || image.disk === readMade()?.image.disk);
  return image && !isOurs ? { image } : undefined;
}

/** The image with Docker in it that the host of this stack was made from. */
export interface MadeImage {
  image: GuestImage["image"];
  /** Of what it was made, and what the host was told then. */
  args: Arguments;
  settings: string;
}

const made = join(local, "image.json");

export function readMade(): MadeImage | undefined {
  return existsSync(made) ? (JSON.parse(readFileSync(made, "utf8")) as MadeImage) : undefined;
}

export function writeMade(image: MadeImage): MadeImage {
  writeFileSync(made, JSON.stringify(image));
  return image;
}

/** Its host is made from another one. */
export function forgetMade(): void {
  rmSync(made, { force: true });
}

/** The laboratory's repository, beside an image of it or that of which an image was made. */
function repositoryBeside({ disk }: GuestImage["image"]): unknown {
  const image = readMade();
  return disk === image?.image.disk ? image.args.repositoryDirectory : join(dirname(disk), "repository");
}

/** Writes what belongs to the image and to this computer into `docker-host:local`, and keeps what the user has set. */
export function configure({ docker, ...image }: GuestImage, others: Record<string, unknown>): void {
  const { document, own } = read();
  // The laboratory's repository goes with its image, and with no other.
  if (own.image && own.repositoryDirectory !== undefined && own.repositoryDirectory === repositoryBeside(own.image)) {
    delete own.repositoryDirectory;
    delete own.docker?.repository;
    delete own.docker?.gpgFingerprint;
  }
  const dockerToo = docker && { docker: { ...own.docker, ...docker } };
  document.setIn(["config", "docker-host:local"], { ...own, ...image, ...others, ...dockerToo });
  writeFileSync(settings, document.toString());
}

/** A killed run leaves the backend's lock behind. It is removed only where the process that held it is gone. */
export async function releaseStaleLock(pulumi: Pulumi, report: Report): Promise<void> {
  const folder = join(stateFolder, ".pulumi", "locks");
  const locks = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
  for (const file of locks.filter((name) => name.endsWith(".json"))) {
    const { pid } = JSON.parse(readFileSync(join(folder, file), "utf8")) as { pid: number };
    if (isRunning(pid)) {
      throw new Error(
        `another Pulumi run (process ${pid}) is at work on stack ${stack}; wait until it ends, or end it and try again`,
      );
    }
    report(`the lock of an interrupted run (process ${pid}) is released`);
    await pulumi.run(["cancel", "--yes", "--stack", stack]);
  }
}

/** A process that has ended may still be listed, as a zombie, where nobody asks for its status. */
export function isRunning(pid: number): boolean {
  const { failed, stdout } = execa.sync("ps", ["-o", "stat=", "-p", String(pid)], { reject: false });
  return !failed && !stdout.startsWith("Z");
}

/** The machines that have a folder here, whether the state knows of them or not. */
export function machineDirectories(): string[] {
  return existsSync(machines) ? readdirSync(machines).map((name) => join(machines, name)) : [];
}

export async function deleteMachines(): Promise<void> {
  for (const directory of machineDirectories()) await deleteMachine(directory);
}

export async function deleteMachine(directory: string): Promise<void> {
  await run("bash", [join(root, "components", "local", "machine.sh"), "delete"], () => {}, { DIRECTORY: directory });
}

/** Nothing of the stack is left after this. */
export function removeTraces(): void {
  rmSync(settings, { force: true });
  rmSync(local, { recursive: true, force: true });
}
