// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

jest.mock("../../../tools/shared/places", () => {
  const root = mkdtempSync(join(tmpdir(), "stack-"));
  return { root, standIns: root, local: join(root, ".pulumi-local"), cache: join(root, "cache") };
});

import { parse, stringify } from "yaml";

import { images } from "../../../tools/setup/guest-image";
import {
  chosenImage,
  configure,
  ensureStack,
  forgetMade,
  releaseStaleLock,
  writeMade,
} from "../../../tools/start/stack";
import { local, root as folder } from "../../../tools/shared/places";
import type { Pulumi } from "../../../tools/setup/pulumi";

const settings = join(folder, "stacks", "Pulumi.start.yaml");
const locks = join(local, "state", ".pulumi", "locks", "organization", "docker-host", "start");
const calls: string[] = [];
const pulumi: Pulumi = {
  origin: "",
  path: [],
  env: {},
  run: (args) => Promise.resolve(String(calls.push(args.join(" ")))),
};

beforeEach(() => {
  calls.length = 0;
  mkdirSync(join(folder, "stacks"), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

const parsed = () => parse(readFileSync(settings, "utf8")) as unknown;

test("settings keep what the user has set, and the laboratory's repository goes with its image", () => {
  const own = { memoryMiB: 4096, docker: { version: "27.5.1" } };
  writeFileSync(settings, stringify({ encryptionsalt: "v1:x", config: { "docker-host:local": own } }));
  const docker = { repository: "http://lab", gpgFingerprint: "F" };
  const laboratory = { image: { name: "lab", disk: "/l/disk", kernel: "/l/k" }, repositoryDirectory: "/l/repository" };
  configure({ ...laboratory, docker }, { sshPort: 2200 });
  const lab = { ...own, ...laboratory, sshPort: 2200 };
  expect(parsed()).toEqual({
    encryptionsalt: "v1:x",
    config: { "docker-host:local": { ...lab, docker: { ...own.docker, ...docker } } },
  });
  configure({ image: { name: "rocky", disk: "/d" } }, { accelerator: "kvm" });
  expect(parsed()).toEqual({
    encryptionsalt: "v1:x",
    config: {
      "docker-host:local": { ...own, image: { name: "rocky", disk: "/d" }, sshPort: 2200, accelerator: "kvm" },
    },
  });
});

test.each([undefined, "", "encryptionsalt: v1:x\n", "config: {}\n"])("settings begin with %j", (text) => {
  rmSync(settings, { force: true });
  if (text !== undefined) writeFileSync(settings, text);
  configure({ image: { name: "rocky", disk: "/d" } }, { sshPort: 1 });
  expect(parsed()).toMatchObject({
    config: { "docker-host:local": { image: { name: "rocky", disk: "/d" }, sshPort: 1 } },
  });
});

test("a repository that the user has set stays with an image that is not the laboratory's", () => {
  const own = { docker: { repository: "https://mirror" }, repositoryDirectory: "/packages" };
  for (const disk of ["/d", "/e"]) {
    if (disk === "/d") writeFileSync(settings, stringify({ config: { "docker-host:local": own } }));
    configure({ image: { name: "rocky", disk } }, {});
    expect(parsed()).toEqual({ config: { "docker-host:local": { ...own, image: { name: "rocky", disk } } } });
  }
});

test("an image that the user has chosen stays, and one that npm start has chosen makes room for a newer one", () => {
  rmSync(settings);
  expect(chosenImage()).toBeUndefined();
  const image = { name: "mine", disk: "/images/mine.qcow2" };
  configure({ image }, {});
  expect(chosenImage()).toEqual({ image });
  configure({ image: { name: "rocky", disk: join(images, "rocky.qcow2") } }, {});
  expect(chosenImage()).toBeUndefined();
});

test("an image that npm start has made is none that the user has chosen, and the laboratory's repository goes with it", () => {
  mkdirSync(local, { recursive: true });
  const docker = { repository: "http://lab", gpgFingerprint: "F" };
  const repositoryDirectory = "/l/repository";
  const image = { name: "made", disk: "/baked/disk.qcow2" };
  writeMade({ image, args: { repositoryDirectory }, settings: "{}" });
  configure({ image, docker, repositoryDirectory }, {});
  expect(chosenImage()).toBeUndefined();
  configure({ image: { name: "rocky", disk: "/d" } }, {});
  const left = { docker: {}, image: { name: "rocky", disk: "/d" } };
  expect(parsed()).toMatchObject({ config: { "docker-host:local": left } });
  expect(JSON.stringify(parsed())).not.toContain("repository");
  forgetMade();
  configure({ image }, {});
  expect(chosenImage()).toEqual({ image });
});

test("a stack gets a passphrase of its own, and settings of an earlier one go", async () => {
  await ensureStack(pulumi);
  expect(calls).toEqual(["stack select --create start"]);
  const passphrase = readFileSync(join(local, "passphrase"), "utf8");
  expect(passphrase).toMatch(/^[\w-]{32}$/);
  expect(() => readFileSync(settings)).toThrow("ENOENT");
  await ensureStack(pulumi);
  expect(readFileSync(join(local, "passphrase"), "utf8")).toBe(passphrase);
});

describe("a lock", () => {
  const lock = (pid: number) => {
    mkdirSync(locks, { recursive: true });
    writeFileSync(join(locks, "a.json"), JSON.stringify({ pid }));
  };

  test("of a process that is gone is released, with a line that says so", async () => {
    // Beyond what Linux and macOS give to processes.
    lock(2 ** 30);
    const lines: string[] = [];
    await releaseStaleLock(pulumi, (line) => lines.push(line));
    expect(calls).toEqual(["cancel --yes --stack start"]);
    expect(lines).toEqual([`the lock of an interrupted run (process ${2 ** 30}) is released`]);
  });

  test("of a process that is at work is kept, and the error says how to go on", async () => {
    lock(process.pid);
    await expect(releaseStaleLock(pulumi, () => {})).rejects.toThrow(
      `another Pulumi run (process ${process.pid}) is at work on stack start; wait until it ends, or end it and try again`,
    );
    expect(calls).toEqual([]);
  });
});
