// SPDX-License-Identifier: Apache-2.0
// The machine that is booted to see whether an accelerator works, with a program in QEMU's place that says nothing.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { qemuSystem } from "../../../tools/setup/qemu";
import { fromSources, root } from "../../../tools/shared/places";
import { environmentOfAPerson } from "../../person";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "acceleration-"));
  const qemu = `#!${process.execPath}\nrequire("node:net").connect(${JSON.stringify(join(folder, "socket"))});\n`;
  writeFileSync(join(folder, qemuSystem), qemu, { mode: 0o755 });
  writeFileSync(
    join(folder, "try.ts"),
    `import { ensureAcceleration } from ${JSON.stringify(join(root, "tools", "setup", "acceleration"))};
Object.defineProperty(process, "platform", { value: "darwin" }); // needs no device
void ensureAcceleration({ name: "none", disk: "none.qcow2" }, () => {});`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

test("it ends with the program that has started it", async () => {
  const server = createServer().listen(join(folder, "socket"));
  await once(server, "listening");
  const person = environmentOfAPerson();
  const PATH = [folder, person.PATH].join(delimiter);
  const env = { ...person, PATH, XDG_CACHE_HOME: folder, TMPDIR: folder };
  const args = ["--require", fromSources, join(folder, "try.ts")];
  const child = spawn(process.execPath, args, { cwd: root, stdio: "ignore", env });
  const [machine] = (await once(server, "connection")) as [Socket];
  const over = once(machine.resume(), "close");
  child.kill("SIGTERM");
  await over;
  server.close();
});
