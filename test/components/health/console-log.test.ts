// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { consoleHint, consoleTail } from "../../../components/health/console-log";

const folder = mkdtempSync(join(tmpdir(), "console-"));
const file = join(folder, "console.log");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const named = `its console is ${file}`;
const panic = "Kernel panic - not syncing: Fatal exception in interrupt";
const dead = `[    1.7] int3: 0000 [#1] SMP\r\n[    1.8] ${panic}\r\n[    1.9] ---[ end ${panic} ]---\r\n`;

test.each([
  ["has written nothing", "", named],
  ["boots", "[    0.0] Linux version 6.12\r\n", named],
  [
    "has stopped with a kernel panic",
    dead,
    `the machine has stopped with "${panic}": end its process, and the next up starts it again; ${named}`,
  ],
  ["has panicked and was started again", `${dead}[    0.0] Linux version 6.12\r\n`, named],
  ["restarts because of a panic", `[    1.8] ${panic}\r\n[    1.9] Rebooting in 1 seconds..\r\n`, named],
])("of a machine that %s", (_what, text, hint) => {
  writeFileSync(file, text);
  expect(consoleHint(file)).toBe(hint);
});

test("a console that is not there is named all the same", () => {
  rmSync(file, { force: true });
  expect(consoleHint(file)).toBe(named);
});

test("its last lines are shown without colours, and none where there is no console", () => {
  writeFileSync(file, `1\r\n2\r\n\u001b[32m3\u001b[0m\r\n\r\n4\u0007\r\n5\r\n${"6".repeat(200)}`);
  expect(consoleTail(file)).toEqual(["2", "3", "4", "5", "6".repeat(200)]);
  rmSync(file);
  expect(consoleTail(file)).toEqual([]);
});
