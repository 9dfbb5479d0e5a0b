// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { imageLoader, isKept, isRemoving, making, removing } from "../../../components/bake/image-loader";

const scratch = mkdtempSync(join(tmpdir(), "image-loader-"));
// Of a program, so that no folder above counts.
writeFileSync(join(scratch, "package.json"), "{}");
afterAll(() => rmSync(scratch, { recursive: true }));

function load(order: string, words: string, cwd = scratch) {
  const env = { ...process.env, XDG_STATE_HOME: join(scratch, "state") };
  const { status, stdout, stderr } = spawnSync("node", ["-e", imageLoader, words], {
    ...{ env, cwd, input: order, encoding: "utf8" },
  });
  return { status, stdout, stderr };
}

/** A program that says what it was told. */
function program(path: string): void {
  mkdirSync(join(path, ".."), { recursive: true });
  const text = "exports.run = (order, folder, words) => console.log([order, folder !== undefined, words].join(' '));";
  writeFileSync(`${path}.js`, text);
}

test.each(["checks", "images"])("runs the program that lies in %s for its order", (place) => {
  const id = createHash("sha256").update(place).digest("hex");
  const folder = join(scratch, "state", "pulumi-docker-host", place, id);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "program.cjs"), "exports.run = (...told) => console.log(told.join(' '));");
  expect(load(place, making("web", true))).toEqual({
    status: 0,
    stdout: `${place} ${folder} docker image web\n`,
    stderr: "",
  });
});

test("on another computer, the package of the project removes the image", () => {
  const own = join(scratch, "project", "node_modules", "pulumi-docker-host");
  program(join(own, "dist", "components", "bake", "bake-program"));
  for (const folder of [own, join(scratch, "project")]) writeFileSync(join(folder, "package.json"), "{}");
  expect(load("{}", removing("web"), join(scratch, "project"))).toEqual({
    status: 0,
    stdout: "{} false removal of docker image web\n",
    stderr: "",
  });
});

test("without either, it says what is missing", () => {
  const { status, stderr } = load("{}", removing("web"));
  expect(status).toBe(1);
  expect(stderr).toMatch(/^the image was not started by its program, and the project has no pulumi-docker-host: .*\n$/);
});

test("what is to be done is read from its words", () => {
  expect([isRemoving(removing("removal")), isRemoving(making("removal of docker image", true))]).toEqual([true, false]);
  expect([true, false].map((isRetained) => isKept(making("web", isRetained)))).toEqual([true, false]);
});
