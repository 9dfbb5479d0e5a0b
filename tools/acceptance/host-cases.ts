// SPDX-License-Identifier: Apache-2.0
// What a host on a cloud has to show, in parts: test/e2e calls them between what only a laboratory can do, and the acceptance
// run one after another.
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";

import type { HealthReport } from "../../components/health/report";
import { plainSecrets } from "./plain-secrets";
import type { CaseStack, Facts, Result } from "./stack";

/** A command of the engine went well; else what it said is the error. */
export function wentWell({ status, output }: Result): void {
  assert.equal(status, 0, output);
}

/** `up` makes a host that is proved, and who may use it can, by the outputs alone. */
export async function comesUp(stack: CaseStack): Promise<Facts> {
  wentWell(await stack.up());
  const { health, imageName } = await stack.outputs();
  assert.ok(health.healthy, `the host is not healthy: it failed at ${health.stage}`);
  const { status, output } = await stack.ssh("docker ps -q && docker version --format '{{.Server.Version}}'");
  assert.deepEqual({ status, output }, { status: 0, output: `${health.dockerVersion}\n` });
  return { image: imageName, docker: health.dockerVersion, "checks that passed": passed(health), ...besides(health) };
}

const passed = ({ probes }: HealthReport) => String(probes.filter(({ status }) => status === "pass").length);

/** What did not pass, such as a warning, and is no failure. */
function besides({ probes }: HealthReport): Facts {
  const others = probes.filter(({ status }) => status !== "pass");
  return others.length === 0 ? {} : { "and the others": others.map((one) => `${one.probe} ${one.status}`).join(", ") };
}

/** A second `up` and a `refresh` change nothing. */
export async function staysAsItIs(stack: CaseStack): Promise<void> {
  wentWell(await stack.unchangedBy("up"));
  wentWell(await stack.unchangedBy("refresh"));
}

/** Neither keys nor user data stand in plain text in the state, which has the machines of this type. */
export async function keepsSecrets(stack: CaseStack): Promise<void> {
  const state = await stack.state();
  const machines = await stack.machines();
  assert.notEqual(machines.length, 0);
  for (const machine of machines) assert.ok(state.includes(machine), `the state has no ${machine}`);
  // What is found is not shown.
  assert.ok(!plainSecrets.test(state), "a private key or user data stands in plain text in the state");
}

/** A preview says that the machine is replaced, and which arguments it is that a machine is told only once. */
export async function previewReplaces(stack: CaseStack, changed: string): Promise<void> {
  const { output } = await stack.preview();
  assert.match(output, /-machine\s+replace/);
  assert.ok(output.includes(`changed: ${changed}; a machine is told of this only at its first boot`), output);
}

/** `up` then makes another machine, which is proved as the first was. */
export async function isReplaced(stack: CaseStack): Promise<Facts> {
  const before = await stack.machines();
  const facts = await comesUp(stack);
  const after = await stack.machines();
  assert.equal(after.length, before.length);
  for (const machine of after) assert.ok(!before.includes(machine), `${machine} is still there`);
  return facts;
}

/**
 * On AWS the guest powers the machine off when a file of its is so old, which it is now; and EC2, which was told so, ends a machine
 * that is off.
 */
export async function endsItself(stack: CaseStack, aged: string): Promise<void> {
  wentWell(await stack.ssh(`sudo touch -d '${aged} ago' /etc/docker-host/install.env`));
  await stack.ssh("sudo systemctl start --no-block docker-host-ttl.service");
}

/** The state has no machine any more once the cloud has ended it, which has at most so many minutes. */
export async function goesByItself(
  stack: CaseStack,
  minutes: number,
  seconds = 2,
  signal?: AbortSignal,
): Promise<Result> {
  const end = Date.now() + minutes * 60_000;
  let refreshed: Result = { status: 0, output: "" };
  while ((await stack.machines()).length > 0) {
    assert.ok(Date.now() < end, `the machine is still there after ${minutes} minutes`);
    await pause(seconds * 1000, undefined, { signal });
    refreshed = await stack.refresh();
  }
  wentWell(refreshed);
  return refreshed;
}
