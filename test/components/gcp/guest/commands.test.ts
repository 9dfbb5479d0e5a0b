// SPDX-License-Identifier: Apache-2.0
// What the caller's commands do to the start-up script that runs them, and to the boots after it.
import { startupScript } from "../../../../components/gcp/startup-script";
import { Machine } from "../../../cloud-init/guest/machine";
import { askId, doneResult, installed, stages, stamp, standIn } from "./bootstrap";

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
  standIn(machine, doneResult);
});
afterEach(() => machine.remove());

const boot = (env: Record<string, string> = {}) => machine.runText(startupScript(), env);
const commands = `echo once more >>"$SHIM/commands-ran"; interrupt`;
const ran = () => machine.read("shim/commands-ran").split("\n").length - 1;

describe("the caller's commands", () => {
  test.each(["TERM", "KILL"])("reboot the machine (SIG%s): the next boot runs what follows them", async (signal) => {
    machine.write("shim/commands", `${commands} ${signal}`);
    expect((await boot()).code).toBe(`SIG${signal}`);
    const result = machine.result();
    expect(result).toMatchObject({ stage: "verify", status: "done" });
    machine.forgetCalls();
    expect((await boot()).code).toBe(0);
    // cloud-init itself knows what it did.
    expect(machine.calls()).toEqual([askId, askId, "rpm -q cloud-init", ...stages.slice(1)]);
    expect([ran(), machine.result(), machine.read(stamp)]).toEqual([1, result, "4520031799277581759\n"]);
    machine.forgetCalls();
    await boot();
    expect(machine.calls()).toEqual([askId]);
  });

  test("reboot the machine after an installation that has failed: it is not tried again", async () => {
    const failed = doneResult.replace("done", "failed");
    standIn(machine, failed, 1);
    machine.write("shim/commands", `${commands} TERM`);
    await boot();
    standIn(machine, doneResult);
    await boot();
    expect([ran(), machine.result(), machine.exists(stamp)]).toEqual([1, JSON.parse(failed), true]);
  });

  test("do not come to their end: the next boot does not run them again", async () => {
    machine.write("shim/commands", `echo >>"$SHIM/commands-ran"; exec sleep 60`);
    await boot({ FINAL_LIMIT: "1" });
    await boot();
    expect([ran(), machine.exists(stamp)]).toEqual([1, true]);
  });

  test("were reached on the instance of which this disk is a copy: all begins anew", async () => {
    machine.write("shim/commands", `${commands} KILL`);
    await boot();
    machine.write("shim/instance-id", "77");
    machine.forgetCalls();
    machine.write("shim/commands", "");
    expect((await boot()).code).toBe(0);
    expect(machine.calls()).toContain("cloud-init clean");
    expect(machine.read(stamp)).toBe("77\n");
  });

  test("were not reached, because the machine went down in the installation: all begins anew", async () => {
    standIn(
      machine,
      doneResult.replace("done", "failed").replace('"message":""', '"message":"cut off; see the log"'),
      143,
    );
    machine.write("shim/commands", "interrupt TERM");
    await boot();
    expect(machine.result()).toMatchObject({ status: "failed", message: "cut off; see the log" });
    standIn(machine, doneResult);
    machine.write("shim/commands", "");
    machine.forgetCalls();
    expect((await boot()).code).toBe(0);
    expect(machine.calls()).toContain("cloud-init clean");
    expect(machine.result()).toMatchObject(installed);
  });

  test("were reached, and the metadata server does not answer on the next boot: it is left as it is", async () => {
    machine.write("shim/commands", `${commands} KILL`);
    await boot();
    const result = machine.result();
    machine.on("curl", "exit 28");
    machine.forgetCalls();
    expect((await boot()).code).toBe(1);
    expect([machine.calls(), machine.result()]).toEqual([[askId], result]);
    machine.calm();
    expect((await boot()).code).toBe(0);
    expect(ran()).toBe(1);
  });
});
