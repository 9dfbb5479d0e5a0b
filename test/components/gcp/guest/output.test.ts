// SPDX-License-Identifier: Apache-2.0
// What the start-up script says, to Google's runner, which stops reading at a line of 64 KiB.
import { join } from "node:path";

import { startupScript } from "../../../../components/gcp/startup-script";
import { Machine } from "../../../cloud-init/guest/machine";
import { doneResult, installed, stages, stamp, standIn } from "./bootstrap";

const agent = join(__dirname, "../../../lab/gce/image/files/script-reader.py");
const google = `exec /usr/bin/env -S PATH=/usr/bin:/bin python3 '${agent}' >"$SHIM/console"`;

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
  standIn(machine, doneResult);
});
afterEach(() => machine.remove());

const boot = (reader: string) => machine.runText(startupScript(), {}, reader);
const shown = () => machine.read("shim/console").split("\n");
const summary = () => {
  const { stage, status, message } = machine.result();
  return { stage, status, message };
};

/** All of it ran: the caller's commands to their last line, and what follows them. */
function expectWhole() {
  expect(machine.exists("shim/commands-ended")).toBe(true);
  expect(summary()).toEqual(installed);
  expect(machine.calls("cloud-init")).toEqual(stages);
  expect(machine.exists(stamp)).toBe(true);
  expect(machine.log()).toContain("bootstrap: cloud-init has ended. all stages went well\n");
}
const commands = (lines: string) => machine.write("shim/commands", `${lines}\necho >"$SHIM/commands-ended"\n`);

test("a command draws a progress bar of 200 KB in one line: the installation goes on, and the console shows all of it", async () => {
  commands(String.raw`for i in {1..4000}; do printf '\r%050d' "$i"; done; echo; echo goes on`);
  expect(await boot(google)).toEqual({ code: 0 });
  expectWhole();
  const bar = shown().filter((line) => line.includes("0000000000"));
  expect(bar.join("").match(/0000000000/g)?.length).toBeGreaterThan(4000);
  expect(Math.max(...bar.map((line) => line.length))).toBeLessThan(1100);
  expect(shown()).toContain("startup-script: goes on");
  expect(shown().join("\n")).toMatch(/startup-script: \S+ bootstrap: done after \d+ s/);
});

test("the runner is gone: the installation goes on, and the logs have what it said", async () => {
  commands(`echo from a command`);
  expect(await boot("exit")).toEqual({ code: 0 });
  expectWhole();
  expect(machine.read("var/log/cloud-init-output.log")).toBe("from a command\n");
});

test("a command leaves a program running that holds its output: the runner sees the end all the same", async () => {
  commands(`{ for i in {1..600}; do [[ ! -e $SHIM/read ]] || exit; sleep 0.1; done; echo >"$SHIM/was-waited-for"; } &`);
  await boot(`${google.replace("exec ", "")}; echo >"$SHIM/read"`);
  expectWhole();
  expect(machine.exists("shim/was-waited-for")).toBe(false);
});

test("the console shows what the stages say while they run, and nothing of an earlier boot", async () => {
  machine.write("var/log/cloud-init-output.log", "of an earlier boot\n");
  commands(
    `echo now; for i in {1..600}; do [[ $(<"$SHIM/console") != *now* ]] || break; sleep 0.1; done; echo "try $i"`,
  );
  await boot(google);
  expectWhole();
  expect(shown()).not.toContain("startup-script: try 600");
  expect(shown()).not.toContain("startup-script: of an earlier boot");
});

test("what the commands say is not for everybody to read", async () => {
  commands("");
  await boot("exit");
  expect(machine.mode("var/log/cloud-init-output.log")).toBe("640");
});
