// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

import { asSshReadsIt, keyFolder } from "../../../components/docker-provider/key-files";
import { root } from "../../../tools/shared/places";
import { environmentOfAPerson } from "../../person";

const state = mkdtempSync(join(tmpdir(), "key-files-"));
const base = join(state, "pulumi-docker-host", "only-with-run-program");
const folder = join(base, "0a1b");
afterEach(() => rmSync(base, { recursive: true, force: true }));
afterAll(() => rmSync(state, { recursive: true }));

/** A program of its own, which ends when it has done this. */
function program(then: string): { status: number | null; stdout: string; stderr: string } {
  const text = `
    const { keepFiles, keyFolder } = require(${JSON.stringify(join(root, "components", "docker-provider", "key-files"))});
    const { readdirSync } = require("node:fs");
    let isOver;
    keepFiles(keyFolder("0a1b"), { key: "secret", known_hosts: "host" }, new Promise((resolve) => (isOver = resolve)));
    ${then}`;
  return spawnSync(process.execPath, ["--require", require.resolve("tsx/cjs"), "-e", text], {
    encoding: "utf8",
    env: { ...environmentOfAPerson(), XDG_STATE_HOME: state },
  });
}

test("the files are the user's alone, whole, and gone when the program ends", () => {
  const { stdout, stderr, status } = program(`
    const { statSync } = require("node:fs");
    const at = keyFolder("0a1b");
    const modes = [at, at + "/key", at + "/known_hosts"].map((one) => (statSync(one).mode & 0o777).toString(8));
    console.log(JSON.stringify([modes, readdirSync(at).filter((name) => !name.endsWith(".pid")).sort()]));`);
  expect([status, stderr]).toEqual([0, ""]);
  expect(JSON.parse(stdout)).toEqual([
    ["700", "600", "600"],
    ["key", "known_hosts"],
  ]);
  expect(readdirSync(base)).toEqual([]);
});

test("they are gone when the run of the engine is over, in a program that goes on, and are there again for the next", () => {
  const { stdout } = program(`
    const names = () => { try { return readdirSync(keyFolder("0a1b")).length } catch { return 0 } };
    const seen = [names()];
    isOver();
    setImmediate(() => {
      seen.push(names());
      keepFiles(keyFolder("0a1b"), { key: "another" }, new Promise(() => {}));
      console.log(JSON.stringify([...seen, names()]));
    });`);
  expect(JSON.parse(stdout)).toEqual([3, 0, 2]);
  expect(readdirSync(base)).toEqual([]);
});

test("they are gone as well where the program fails", () => {
  expect(program(`throw new Error("a mistake of the program");`).status).toBe(1);
  expect(readdirSync(base)).toEqual([]);
});

test("a program that was killed leaves them, and the next one, of any stack, removes them", () => {
  expect(program(`process.kill(process.pid, "SIGKILL");`).status).toBe(null);
  expect(existsSync(join(folder, "key"))).toBe(true);
  const other = `const { existsSync } = require("node:fs"); console.log(existsSync(${JSON.stringify(join(base, "left"))}));`;
  mkdirSync(join(base, "left"));
  writeFileSync(join(base, "left", "99999999.pid"), "");
  expect(program(other).stdout).toBe("false\n");
  expect(readdirSync(base)).toEqual([]);
});

test("a preview that ends beside an update of the same stack leaves the update its files", () => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${process.pid}.pid`), "");
  expect(program("").status).toBe(0);
  expect(readdirSync(folder).sort()).toEqual([`${process.pid}.pid`, "key", "known_hosts"]);
  expect(readFileSync(join(folder, "key"), "utf8")).toBe("secret");
  expect(statSync(folder).isDirectory()).toBe(true);
});

test("below the user's home, the path is the same on each computer, because it stands in the state", () => {
  const { homedir } = userInfo();
  expect(asSshReadsIt(join(homedir, ".local", "state", "files"))).toBe("~/.local/state/files");
  expect(asSshReadsIt("/srv/state/files")).toBe("/srv/state/files");
  expect(asSshReadsIt(`${homedir}er/files`)).toBe(`${homedir}er/files`);
  expect(keyFolder("0a1b")).toMatch(/\/pulumi-docker-host\/only-with-run-program\/0a1b$/);
});
