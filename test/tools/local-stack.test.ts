// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

jest.mock("../../tools/places", () => {
  const root = mkdtempSync(join(tmpdir(), "local-stack-"));
  return { root, local: join(root, ".pulumi-local"), cache: join(root, "cache") };
});

import { configure, ensureStack, releaseStaleLock } from "../../tools/local-stack";
import { local, root as folder } from "../../tools/places";
import type { Pulumi } from "../../tools/pulumi";

const settings = join(folder, "stacks", "Pulumi.local.yaml");
const locks = join(local, "state", ".pulumi", "locks", "organization", "docker-host", "local");
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

test("settings keep what the user has set beside ours", () => {
  writeFileSync(
    settings,
    "encryptionsalt: v1:x\nconfig:\n  docker-host:local:\n    memoryMiB: 4096\n    sshPort: 1\n    accelerator: kvm\n",
  );
  configure({ sshPort: 2200, accelerator: undefined, image: { name: "n" } });
  expect(readFileSync(settings, "utf8")).toBe(
    "encryptionsalt: v1:x\nconfig:\n  docker-host:local:\n    memoryMiB: 4096\n    sshPort: 2200\n    image:\n      name: n\n",
  );
});

test("a stack gets a passphrase of its own, and settings of an earlier one go", async () => {
  await ensureStack(pulumi);
  expect(calls).toEqual(["stack select --create local"]);
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
    expect(calls).toEqual(["cancel --yes --stack local"]);
    expect(lines).toEqual([`the lock of an interrupted run (process ${2 ** 30}) is released`]);
  });

  test("of a process that is at work is kept, and the error says how to go on", async () => {
    lock(process.pid);
    await expect(releaseStaleLock(pulumi, () => {})).rejects.toThrow(
      `another Pulumi run (process ${process.pid}) is at work on stack local; wait until it ends, or end it and try again`,
    );
    expect(calls).toEqual([]);
  });
});
