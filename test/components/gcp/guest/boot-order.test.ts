// SPDX-License-Identifier: Apache-2.0
// The start-up script runs inside a unit that multi-user.target waits for. Whatever it waits for must not wait for it.
import { comesAfter, deadlocks, releases, waitsFor, withoutCloudInit } from "./boot-order";
import { startupScript } from "../../../../components/gcp/startup-script";
import { Machine, optionsOff, settings } from "../../../cloud-init/guest/machine";

let calls: string[];
beforeAll(async () => {
  const machine = new Machine();
  // Every option that starts or reloads a unit.
  const options = { RELOAD_SSHD: "'1'", SECURITY_UPDATES: "'1'", ENABLE_UNITS: "('docker-prune.timer')" };
  machine.install({ ...settings, ...optionsOff, ...options }, true);
  machine.state("active", ["sshd"]);
  await machine.runText(startupScript());
  expect(machine.result().status).toBe("done");
  calls = machine.calls();
  machine.remove();
});

test("what the start-up script and the install script in it wait for", () => {
  expect([...new Set(calls.flatMap(waitsFor))]).toEqual([
    "sshd.service",
    "dnf-automatic.timer",
    "docker-prune.timer",
    "containerd.service",
    "docker.service",
  ]);
  expect(calls.filter((call) => call.startsWith("cloud-init "))).toEqual([
    "cloud-init clean",
    "cloud-init init --local",
    "cloud-init init",
    "cloud-init modules --mode=config",
    "cloud-init modules --mode=final",
  ]);
});

describe.each(Object.entries(releases))("on Rocky Linux %s", (release, order) => {
  test("nothing of it waits for the start-up script, with cloud-init's units and without them", () => {
    expect(deadlocks(order, calls)).toEqual([]);
    expect(deadlocks(withoutCloudInit(order), calls)).toEqual([]);
  });

  test("no unit waits for itself, with cloud-init's units and without them", () => {
    for (const units of [order, withoutCloudInit(order)])
      expect(Object.keys(units).filter((name) => comesAfter(units, name).has(name))).toEqual([]);
  });

  // The proof above is worth something only if it finds what would hang.
  test.each([
    ["systemctl start multi-user.target", ["multi-user.target"]],
    ["systemctl start cloud-init.target", ["cloud-init.target"]],
    ["systemctl is-system-running --wait", ["multi-user.target"]],
    ["systemctl start google-startup-scripts", ["google-startup-scripts.service"]],
    ["systemctl start cloud-final", release < "9.6" ? [] : ["cloud-final.service"]],
    ["cloud-init status --wait --long", release < "9.6" ? [] : ["cloud-final.service"]],
    ["systemctl start --no-block cloud-final", []],
    ["systemctl enable cloud-final", []],
    ["cloud-init status", []],
  ])("the proof of %s", (call, found) => {
    expect(deadlocks(order, [call])).toEqual(found);
  });
});

test("on an image with cloud-init, the start-up script waits for nothing, so that what waits for it goes on", async () => {
  const machine = new Machine();
  machine.withCloudInit();
  expect((await machine.runText(startupScript())).code).toBe(0);
  expect(machine.calls().flatMap(waitsFor)).toEqual([]);
  machine.remove();
});

test("an engine whose unit waits for multi-user.target, as 20.10.0's did, would be found", () => {
  const order = { ...releases["9.8"], "docker.service": { after: ["multi-user.target"] } };
  expect(deadlocks(order, calls)).toEqual(["docker.service"]);
});

test("a unit that the data does not describe is an error, not a pass", () => {
  expect(() => deadlocks(releases["9.8"] ?? {}, ["systemctl start nginx"])).toThrow(
    "boot-order.ts does not know nginx.service: describe it there",
  );
});
