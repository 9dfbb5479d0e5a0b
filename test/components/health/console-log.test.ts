// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { consoleHint } from "../../../components/health/console-log";
import { judge } from "../../../components/health/ssh-failure";

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

test("it stands before the other hints where the host gives no answer, and only there", () => {
  const silent = "after 12 failed attempts: dial tcp 127.0.0.1:2222: i/o timeout";
  const locked =
    "after 12 failed attempts: ssh: handshake failed: ssh: unable to authenticate, attempted methods [none]";
  expect(judge("web", [silent], 301, undefined, named).message).toContain(`hint: ${named}; no firewall`);
  expect(judge("web", [locked], 301, undefined, named).message).not.toContain(named);
});
