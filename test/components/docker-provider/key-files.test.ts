// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

import { asSshReadsIt, keyFolder } from "../../../components/docker-provider/key-files";
import { commandOf } from "../../../components/running-process";
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
    console.log(JSON.stringify([modes, readdirSync(at).sort()]));`);
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
  expect(JSON.parse(stdout)).toEqual([2, 0, 1]);
  expect(readdirSync(base)).toEqual([]);
});

test("they are gone as well where the program fails", () => {
  expect(program(`throw new Error("a mistake of the program");`).status).toBe(1);
  expect(readdirSync(base)).toEqual([]);
});

test("the end of one run that is seen after the next has begun leaves that its files, in one program", () => {
  const { stdout } = program(`
    const endOfFirst = isOver;
    const names = () => { try { return readdirSync(keyFolder("0a1b")) } catch { return [] } };
    let endOfSecond;
    keepFiles(keyFolder("0a1b"), { key: "another" }, new Promise((resolve) => (endOfSecond = resolve)));
    endOfFirst();
    setImmediate(() => {
      const between = names();
      endOfSecond();
      setImmediate(() => console.log(JSON.stringify([between, names()])));
    });`);
  expect(JSON.parse(stdout)).toEqual([["key", "known_hosts"], []]);
});

test("a program that was killed leaves them, and the next one, of any stack, removes them", () => {
  expect(program(`process.kill(process.pid, "SIGKILL");`).status).toBe(null);
  expect(existsSync(join(folder, "key"))).toBe(true);
  const other = `const { existsSync } = require("node:fs"); console.log(existsSync(${JSON.stringify(join(base, "left"))}));`;
  mkdirSync(join(base, "left"));
  writeFileSync(join(base, "left.99999999"), "node program.js");
  expect(program(other).stdout).toBe("false\n");
  expect(readdirSync(base)).toEqual([]);
});

test("a process that has the number of one that was killed, as after a restart of this computer, keeps nothing", () => {
  mkdirSync(join(base, "left"), { recursive: true });
  writeFileSync(join(base, `left.${process.pid}`), "another program");
  expect(program("").status).toBe(0);
  expect(readdirSync(base)).toEqual([]);
});

/** As this test's own process would say that it needs a folder. */
const ownMark = (id: string) => writeFileSync(join(base, `${id}.${process.pid}`), commandOf(process.pid));

test("a program that has only said that it needs a folder keeps what it puts there, beside the end of another one", () => {
  mkdirSync(base, { recursive: true });
  ownMark("soon");
  const begins = `require("node:fs").mkdirSync(keyFolder("soon"));`;
  expect(program(begins).status).toBe(0);
  expect(readdirSync(base).sort()).toEqual(["soon", `soon.${process.pid}`]);
});

test("a folder that another program removes meanwhile is made anew", () => {
  const { stdout, status } = program(`
    const fs = require("node:fs");
    const { renameSync } = fs;
    fs.renameSync = (from, to) => {
      fs.renameSync = renameSync;
      fs.rmSync(keyFolder("0a1b"), { recursive: true });
      return renameSync(from, to);
    };
    keepFiles(keyFolder("0a1b"), { key: "another", known_hosts: "host" }, new Promise(() => {}));
    console.log(JSON.stringify([fs.renameSync === renameSync, readdirSync(keyFolder("0a1b")).sort()]));`);
  expect([status, JSON.parse(stdout)]).toEqual([0, [true, ["key", "known_hosts"]]]);
});

test("a preview that ends beside an update of the same stack leaves the update its files", () => {
  mkdirSync(folder, { recursive: true });
  ownMark("0a1b");
  expect(program("").status).toBe(0);
  expect(readdirSync(folder).sort()).toEqual(["key", "known_hosts"]);
  expect(readFileSync(join(folder, "key"), "utf8")).toBe("secret");
});

test("below the user's home, the path is the same on each computer, because it stands in the state", () => {
  const { homedir } = userInfo();
  expect(asSshReadsIt(join(homedir, ".local", "state", "files"))).toBe("~/.local/state/files");
  expect(asSshReadsIt("/srv/state/files")).toBe("/srv/state/files");
  expect(asSshReadsIt(`${homedir}er/files`)).toBe(`${homedir}er/files`);
  expect(keyFolder("0a1b")).toMatch(/\/pulumi-docker-host\/only-with-run-program\/0a1b$/);
});
