// SPDX-License-Identifier: Apache-2.0
import { complete } from "../../../cloud-init";
import { encodings } from "../../../cloud-init/user-data";
import { makeKeyPair } from "../../../components/key-pair";
import { endsItself, goesByItself, keepsSecrets } from "../../../tools/acceptance/host-cases";
import type { CaseStack, Result } from "../../../tools/acceptance/stack";

const well: Result = { status: 0, output: "" };

/** A stack with one machine, and this state. */
function stack({ state = {}, ...others }: { state?: object } & Partial<Omit<CaseStack, "state">>): CaseStack {
  const resources = [{ type: "aws:ec2/instance:Instance", id: "i-1" }, state];
  return {
    ...({} as CaseStack),
    machines: () => Promise.resolve(["i-1"]),
    state: () => Promise.resolve(JSON.stringify({ deployment: { resources } })),
    refresh: () => Promise.resolve(well),
    ...others,
  };
}

const key = makeKeyPair("");
const [plain = "", packed = ""] = encodings(complete({ login: "rocky" }), "ec2").map(({ text }) => text);

test("a state without secrets passes, also with ciphertext, hashes and the public half of a key", async () => {
  const ciphertext = { "4dabf18193072939515e22adb298388d": "1b47", ciphertext: "v1:9Zk1:H4sIQx4ssh" };
  const told = "commands: told of #cloud-config only once";
  await keepsSecrets(stack({ state: { ciphertext, told, publicKey: key.publicKey, hash: "9".repeat(64) } }));
});

test.each([
  ["a private key", key.privateKey],
  ["user data", plain],
  ["user data in base64", Buffer.from(plain).toString("base64")],
  ["user data that was packed", packed],
])("%s in the state is found, and not shown", async (_what, secret) => {
  expect(secret.length).toBeGreaterThan(40);
  const failed = keepsSecrets(stack({ state: { inputs: { secret } } }));
  await expect(failed).rejects.toThrow(/^a private key or user data stands in plain text in the state$/);
});

test("a state without the machine, in which nothing could be found, is no success", async () => {
  const empty = stack({ state: {} });
  await expect(keepsSecrets({ ...empty, state: () => Promise.resolve("{}") })).rejects.toThrow("the state has no i-1");
  await expect(keepsSecrets({ ...empty, machines: () => Promise.resolve([]) })).rejects.toThrow();
});

test("who waits for a machine to end is told when to wait no more", async () => {
  const ending = new AbortController();
  const waiting = goesByItself(
    stack({ machines: () => Promise.resolve(["i-1"]).finally(() => setImmediate(() => ending.abort())) }),
    ...[20, 600, ending.signal],
  );
  await expect(waiting).rejects.toThrow("aborted");
});

test("a machine that is gone was ended, and one whose clock could not be set is not waited for", async () => {
  let machines = ["i-1"];
  const ended = { status: 0, output: "deleted" };
  const refresh = () => {
    machines = [];
    return Promise.resolve(ended);
  };
  expect(await goesByItself(stack({ machines: () => Promise.resolve(machines), refresh }), 1, 0)).toEqual(ended);
  const refused = stack({ ssh: () => Promise.resolve({ status: 1, output: "sudo: a password is required" }) });
  await expect(endsItself(refused, "180 minutes")).rejects.toThrow("a password is required");
});
