// SPDX-License-Identifier: Apache-2.0
// Whoever makes an image is interrupted at each stage of it: on the real CLI and engine, with the stand-in for Google Cloud and
// without machines. Each maker but the first also cleans what the one before it has left.
import { type ChildProcess, spawn } from "node:child_process";
import { watch, writeFileSync } from "node:fs";
import { join } from "node:path";

import { finish, written } from "../../child-process";
import { program } from "../../tools/cli/command-line";
import { descendants } from "../ephemeral/scratch-computer";
import { BakingGuest } from "./baking-guest";
import { ScratchGoogle } from "./scratch-google";

const computer = new ScratchGoogle();
const guest = new BakingGuest(computer.cloud);

async function prepare(): Promise<void> {
  await computer.prepare();
  await guest.listen(computer.port);
  const spec = { zone: "europe-west1-b", sshSourceRanges: ["127.0.0.1/32"] };
  writeFileSync(join(computer.folder, "image.json"), JSON.stringify(spec));
}

function bake(): ChildProcess {
  const args = ["bake", "--target", "gcp", "--config", "gcp:project=my-project", "--json"];
  return spawn(process.execPath, [program, ...args, "--spec", join(computer.folder, "image.json")], {
    ...{ cwd: computer.folder, env: computer.env, stdio: ["ignore", "pipe", "pipe"] },
  });
}

const said = (text: string) => (child: ChildProcess) => written(child, text).then(() => {});
const sealed = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    guest.onSeal = resolve;
    child.once("close", () => resolve());
  });
/** The cloud has it, and the engine does not know yet. */
const imageIsThere = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    const watching = watch(computer.cloud, { recursive: true }, (_event, file) => {
      if (!/^images\/.*\.json$/.test(file ?? "")) return;
      watching.close();
      resolve();
    });
    child.once("close", () => {
      watching.close();
      resolve();
    });
  });

type Stage = [string, (child: ChildProcess) => Promise<void>];
const beforeTheImage: Stage[] = [
  ["the stack is made", said("makes an image, target gcp")],
  // The engine says "created" before it has written that down, and begins what comes next after that.
  ["the machine is made", said("image-health-check creating")],
  ["it is checked", said("image-health-check created")],
  ["it is sealed", sealed],
  ["it is switched off", said("image-machine updating")],
  ["the image is begun", said("image-image creating")],
];
const afterIt: Stage[] = [
  ["the image is there, and not written down", imageIsThere],
  ["the destruction is begun", said("image-machine deleting")],
];

/** SIGKILL for all that was started, as the end of a computer would be. */
function end(child: ChildProcess, signal: "SIGINT" | "SIGKILL"): void {
  const pids = signal === "SIGKILL" ? descendants(child.pid ?? 0) : [child.pid ?? 0];
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      // The end of one may have ended another.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}

async function interruptedAt([, reached]: Stage, signal: "SIGINT" | "SIGKILL"): Promise<string> {
  const child = bake();
  const result = finish(child);
  await reached(child);
  const machines = computer.in("instances");
  expect(machines.length).toBeLessThan(2);
  end(child, signal);
  const { output } = await result;
  computer.forgetChecks();
  return output;
}

async function next() {
  const { status, output } = await finish(bake());
  expect({ status, output }).toMatchObject({ status: 0 });
  return JSON.parse(/^\{.*\}$/m.exec(output)?.[0] ?? "{}") as { name: string };
}

/** One image, and nothing else: in the cloud, and on this computer. */
function expectOnly(name: string): void {
  expect(computer.in("images")).toEqual([`my-project.global.images.${name}.json`]);
  expect(computer.kinds()).toEqual(["image-files", "images"]);
  expect(computer.left()).toEqual([]);
}

/** Who gets SIGINT cleans up by itself, in the same way at each stage: of a stack with a machine, and of one that makes the image. */
const ofSignal = {
  SIGKILL: { before: beforeTheImage, after: afterIt },
  SIGINT: {
    before: beforeTheImage.filter(([name]) => ["the machine is made", "the image is begun"].includes(name)),
    after: afterIt.slice(0, 1),
  },
};

/** The tests for one signal; each signal has a file, so that the two run side by side. */
export function interruptions(signal: "SIGKILL" | "SIGINT"): void {
  const { before, after } = ofSignal[signal];
  jest.setTimeout(600_000);
  beforeAll(prepare);
  afterAll(() => {
    guest.close();
    computer.remove();
  });
  beforeEach(() => computer.forgetCloud());

  test("before there is an image, the next maker cleans and makes it", async () => {
    expect(before.length).toBeGreaterThan(1);
    for (const [i, stage] of before.entries()) {
      const output = await interruptedAt(stage, signal);
      if (signal === "SIGINT") {
        expect(`${stage[0]}: ${output}`).toContain("nothing is left of what was begun");
        expect(computer.left()).toEqual([]);
        expect(computer.in("instances")).toEqual([]);
      } else if (i > 0) expect(`${stage[0]}: ${output}`).toMatch(/cleaning what process \d+ has left/);
    }
    const image = await next();
    expectOnly(image.name);
  });

  test.each(after)("when %s, the next run has that image", async (...stage) => {
    await interruptedAt(stage, signal);
    const image = await next();
    expectOnly(image.name);
  });
}
