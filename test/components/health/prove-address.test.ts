// SPDX-License-Identifier: Apache-2.0
import { addressLimits, type AddressOrder } from "../../../components/health/address-order";
import { type Ask, atOnce } from "../../../components/health/check-host";
import { proveAddress } from "../../../components/health/prove-address";
import { silence, SshFailure } from "../../../components/ssh/failure";

const order: AddressOrder = { host: "web", connection: { host: "203.0.113.9" }, bootId: "boot-new", look: [] };

/** Those who answer one after another, the last one to all that follow. */
async function asked(...answers: (string | number | SshFailure)[]) {
  const told: string[] = [];
  const scripts: (string | undefined)[] = [];
  const ask: Ask = (remote) => {
    scripts.push(remote.stdin);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer instanceof SshFailure) return Promise.reject(answer);
    if (typeof answer === "number") return Promise.resolve({ stdout: "", stderr: "sudo: no", status: answer });
    return Promise.resolve({ stdout: `${answer ?? ""}\n`, stderr: "", status: 0 });
  };
  return { failure: await proveAddress(order, (line) => told.push(line), ask), told, scripts };
}

const limits = { ...addressLimits };
afterEach(() => Object.assign(addressLimits, limits));

test("the machine that was proved is recognized by its boot", async () => {
  const { failure, scripts } = await asked("boot-new");
  expect(failure).toBeUndefined();
  expect(scripts).toEqual([atOnce("cat /proc/sys/kernel/random/boot_id\n")]);
});

test("the machine before it, and nobody, may answer for a moment", async () => {
  const { failure, told } = await asked("boot-old", silence("no answer", "wait"), "boot-new");
  expect(failure).toBeUndefined();
  expect(told.slice(1)).toEqual([
    "waiting for SSH: another machine answers at 203.0.113.9: it is at boot boot-old, and boot-new was proved",
    "waiting for SSH: no answer",
  ]);
});

test("another machine that goes on answering is a failure of stage address, as is one that lets nobody in", async () => {
  addressLimits.ssh = 1;
  expect((await asked("boot-old")).failure).toMatchObject({
    ...{ stage: "address", where: "stage address", what: "the machine does not answer" },
    cause: "another machine answers at 203.0.113.9: it is at boot boot-old, and boot-new was proved",
    fix: expect.stringContaining("look which machine has the address") as string,
  });
  expect((await asked(1)).failure).toMatchObject({ stage: "address" });
  expect((await asked("")).failure?.cause).toContain("nobody knows which");
});
