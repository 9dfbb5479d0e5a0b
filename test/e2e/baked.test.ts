// SPDX-License-Identifier: Apache-2.0
// An image that is made on this computer, by a maker that is killed first, and two throw-away hosts from it at the same time, each
// used by a test suite in a process of its own. The image that it is made from has Docker's packages: how they are installed is
// seen elsewhere.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

import type { BakedImage } from "../../components/bake/baked-image";
import { makeKeyPair } from "../../components/key-pair";
import type { LocalImage } from "../../components/local";
import { program } from "../tools/cli/command-line";
import { ensureAcceleration } from "../../tools/setup/acceleration";
import type { GuestImage } from "../../tools/setup/guest-image";
import { ensureQemu } from "../../tools/setup/qemu";
import { finish, written } from "../child-process";
import { descendants, notScratch, ScratchComputer } from "../components/ephemeral/scratch-computer";
import { ensureDockerImage } from "../lab/docker-image";
import { ensureNewestEngine } from "../lab/newest-engine";
import { show } from "./fresh-clone";
import { startSuite } from "./throw-away/start-suite";

jest.setTimeout(30 * 60_000);

const computer = new ScratchComputer("real");
/** In the configuration of Docker while the image is made, as a password may be. */
const token = "t0ken-of-the-machine-that-becomes-an-image";
let base: GuestImage;
let accelerator: string;
let image: BakedImage<LocalImage> & { isNew: boolean };

beforeAll(async () => {
  await ensureQemu(show);
  base = await ensureDockerImage(show);
  accelerator = await ensureAcceleration(base.image, show);
  await computer.prepare();
});
afterAll(() => computer.remove());

function bake() {
  const docker = { ...base.docker, daemonConfig: { labels: [`token=${token}`] } };
  const spec = { ...base, docker, accelerator, cpus: 1, health: { ssh: 600, total: 1200 } };
  const file = join(computer.directory, "image.json");
  writeFileSync(file, JSON.stringify(spec));
  const child = computer.startNode([program, "bake", "--spec", file, "--json"], {});
  if (child.stderr) createInterface(child.stderr).on("line", (line) => show(line));
  return child;
}

test("a maker that is killed leaves its machine, which the next one removes before it makes the image", async () => {
  const killed = bake();
  const end = finish(killed);
  await written(killed, "image-health-check creating");
  for (const pid of descendants(killed.pid ?? 0)) kill(pid);
  await end;
  expect(machines()).toHaveLength(1);

  const { output } = await finish(bake());
  expect(output).toMatch(/^cleaning what process \d+ has left, which was killed$/m);
  image = madeBy(output);
  expect(image).toMatchObject({ isNew: true, base: base.image.name });
  expect(machines()).toEqual([]);
  expect(computer.leftovers().filter(notScratch)).toEqual([]);
});

test("another run finds it, and makes nothing", async () => {
  const { output } = await finish(bake());
  expect(madeBy(output)).toEqual({ ...image, isNew: false });
});

test("in no block of its disk stand a key, a password or what the machine was told", () => {
  const pattern = `b3BlbnNzaC1rZXktdjE|AAAAC3NzaC1lZDI1NTE5AAAAI[A-Za-z0-9+/]{43}|${token}`;
  const before = found(pattern, base.image.disk);
  // What is there is found.
  expect(found(image.name, image.image.disk)).toEqual([image.name]);
  expect(found(pattern, image.image.disk).filter((text) => !before.includes(text))).toEqual([]);
});

test("two suites side by side have hosts from it, and nothing but the image in common; one passes, one is ended by SIGTERM", async () => {
  const newest = await ensureNewestEngine(show);
  const passing = suite("alice", { ...base, image: image.image });
  // It installs another version of Docker, and goes on until it is ended.
  const killed = suite("bob", { ...base, ...newest, image: image.image }, 1800);
  const [passed, ended] = [finish(passing), finish(killed)];
  await written(killed, "the suite has its host");
  const { status, output } = await passed;
  expect(output).toContain("Tests:       5 passed");
  expect(status).toBe(0);
  killed.kill("SIGTERM");
  expect((await ended).output).toMatch(/of-bob-machine deleted/);
  expect(computer.leftovers().filter(notScratch)).toEqual([]);

  const [same, other] = [factsOf("alice"), factsOf("bob")];
  expect([same.users, other.users]).toEqual(["alice", "bob"]);
  for (const name of ["machineId", "hostKeys", "loginKeys", "hostname"]) {
    expect(same[name]).not.toEqual("");
    expect(same[name]).not.toEqual(other[name]);
  }
  expect([same.version, other.version]).toEqual([image.dockerVersion, newest.docker.version]);
  for (const { origin } of [same, other])
    expect(JSON.parse(origin ?? "")).toMatchObject({ name: image.name, digest: image.digest });
});

/** Whose host has this user, and writes down what it is. */
function suite(user: string, guest: object, seconds = 1) {
  const { publicKey } = makeKeyPair(user);
  const users = [{ name: user, sshAuthorizedKeys: [publicKey] }];
  const args = { ...guest, accelerator, cpus: 1, users, dockerUsers: ["rocky", user] };
  const OPTIONS = JSON.stringify({ target: "local", name: `of-${user}`, args });
  return startSuite(computer, user, { OPTIONS, FACTS: facts(user), HOLD_SECONDS: String(seconds) });
}

const facts = (user: string) => join(computer.directory, `facts-of-${user}.json`);
const factsOf = (user: string) => JSON.parse(readFileSync(facts(user), "utf8")) as Record<string, string>;

/** What grep finds in a disk, all of it: the file holds its blocks as they are. */
function found(pattern: string, disk: string): string[] {
  // Without a match, grep ends with 1.
  const line = 'LC_ALL=C grep -aoE "$1" "$2" | sort -u';
  const text = execFileSync("bash", ["-c", line, "bash", pattern, disk], { encoding: "utf8" });
  return text.split("\n").filter((one) => one !== "");
}

/** The end of one process may already have ended another. */
function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

const machines = () => computer.leftovers().filter((one) => one.includes("qemu-system"));

function madeBy(output: string): typeof image {
  const json = output.split("\n").find((line) => line.startsWith("{")) ?? "{}";
  return JSON.parse(json) as typeof image;
}
