// SPDX-License-Identifier: Apache-2.0
// The question before system packages are installed, as somebody at a terminal gets it: `script` gives one to a process.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { fromSources, root } from "../../../tools/shared/places";
import { finish, written } from "../../child-process";
import { environmentOfAPerson } from "../../person";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "question-"));
  writeFileSync(join(folder, "apt-get"), "#!/bin/sh\n", { mode: 0o755 });
  writeFileSync(
    join(folder, "ask.ts"),
    `import { askToInstall } from ${JSON.stringify(join(root, "tools", "setup", "system-packages"))};
process.getuid = () => 0;
process.env.PATH = ${JSON.stringify(folder)};
const program = { name: "frobnicate", apt: "frobnicate-bin", dnf: "", brew: "" };
askToInstall([program]).then(() => console.log("agreed"), (error) => console.log(error.message));`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

async function answered(text: string): Promise<string> {
  const command = `${process.execPath} --require ${fromSources} ${join(folder, "ask.ts")}`;
  const child = spawn("script", ["-qec", command, "/dev/null"], { cwd: root, env: environmentOfAPerson() });
  const question = await written(child, "[Y/n] ");
  expect(question).toContain("frobnicate: not installed. Run `apt-get install --no-install-recommends frobnicate-bin`");
  const end = finish(child);
  child.stdin.write(text);
  return (await end).output;
}

test("a yes, which is the default, agrees", async () => {
  expect(await answered("\n")).toContain("agreed");
});

test("after a no, nothing is installed and the command to type is shown", async () => {
  const output = await answered("n\n");
  expect(output).toContain("nothing was installed; to do it by hand, type:");
  expect(output).not.toContain("agreed");
});
