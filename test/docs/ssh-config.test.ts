// SPDX-License-Identifier: Apache-2.0
// The lines of the pages that write into somebody's ~/.ssh/config, as they stand there, in a home that is thrown away.
import { spawnSync } from "node:child_process";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { root } from "../../tools/shared/places";
import { blocks } from "./markdown";

const linesOf = (page: string) =>
  blocks(readFileSync(join(root, page), "utf8"), "sh")
    .filter((block) => block.includes("~/.ssh/config"))
    .flatMap((block) => block.split("\n"))
    .filter((line) => line.includes("~/.ssh"))
    // What a stack puts out is no part of this.
    .map((line) => line.replace(/^pulumi /, "echo "));

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "ssh-config-"));
});
afterEach(() => rmSync(home, { recursive: true }));
const file = (name: string) => join(home, ".ssh", name);

/** Types the page's lines one after another, as somebody whose files are open to their group, which ssh refuses. */
function type(page: string): void {
  const script = ["umask 002", ...linesOf(page)].join("\n");
  const { status, stderr } = spawnSync("bash", ["-c", script], {
    cwd: home,
    encoding: "utf8",
    env: { PATH: process.env.PATH, HOME: home },
  });
  expect([status, stderr]).toEqual([0, ""]);
}

const pages: [string, () => string][] = [
  ["docs/local.md", () => `Include "${home}/.pulumi-local/ssh/host"\n`],
  ["docs/private-hosts.md", () => "Include hosts/web\n"],
];

describe.each(pages)("what %s says to type into ~/.ssh/config", (page, include) => {
  test("makes that file where there is none, so that ssh takes it", () => {
    type(page);
    expect(readFileSync(file("config"), "utf8")).toBe(include());
    expect(statSync(file("config")).mode & 0o777).toBe(0o600);
    expect(statSync(file("")).mode & 0o777).toBe(0o700);
    expect(readdirSync(file(""))).not.toContain("new");
  });

  test("stands before what is there, and leaves a link to another folder a link", () => {
    mkdirSync(file(""), { mode: 0o700 });
    writeFileSync(join(home, "dotfiles"), "Host other\n");
    symlinkSync(join(home, "dotfiles"), file("config"));
    type(page);
    expect(lstatSync(file("config")).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(home, "dotfiles"), "utf8")).toBe(`${include()}Host other\n`);
    expect(readdirSync(file(""))).not.toContain("new");
  });
});
