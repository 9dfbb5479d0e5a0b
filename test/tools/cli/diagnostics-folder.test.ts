// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { diagnosticsFolder, unpack } from "../../../tools/cli/diagnostics-folder";

const scratch = mkdtempSync(join(tmpdir(), "diagnostics-"));
afterAll(() => rmSync(scratch, { recursive: true }));

test("of an archive only plain files are taken, whatever a host has put into it", async () => {
  const [sent, victim, folder] = ["sent", "victim", "got"].map((name) => join(scratch, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(join(sent, "d", "folder"), { recursive: true });
  writeFileSync(victim, "mine");
  for (const name of ["CONTENTS.txt", "failure.txt"]) symlinkSync(victim, join(sent, "d", name));
  execFileSync("mkfifo", [join(sent, "d", "pipe")]);
  for (const name of ["install.log", "a\nb", "\u001b[2J"]) writeFileSync(join(sent, "d", name), "text");
  const archive = execFileSync("tar", ["-C", sent, "-czf", "-", "d"]);
  expect(await unpack(archive, folder, "web")).toEqual(["install.log"]);
  expect(readdirSync(folder).sort()).toEqual(["CONTENTS.txt", "install.log"]);
  expect(readFileSync(victim, "utf8")).toBe("mine");
  expect(readdirSync(scratch).filter((name) => name.startsWith("got."))).toEqual([]);
});

test("a folder that only has a file of the same name is somebody else's", () => {
  const folder = join(scratch, "thesis");
  mkdirSync(folder);
  writeFileSync(join(folder, "CONTENTS.txt"), "of my thesis\n");
  expect(() => diagnosticsFolder(folder)).toThrow("is not empty");
});
