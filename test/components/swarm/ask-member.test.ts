// SPDX-License-Identifier: Apache-2.0
import { type Dial, memberAsker } from "../../../components/swarm/ask-member";
import { leaveAll } from "../../../components/swarm/leave";
import { sideBySide } from "../../../components/swarm/side-by-side";
import { type FailureKind, SshFailure } from "../../../components/ssh/failure";
import { turnedAway } from "../../../components/ssh/no-login";
import { member, order } from "./world";

const node = member("m1", "manager");
const limits = { ssh: 60, total: 600 };
const failing = (kind: FailureKind) => new SshFailure(kind, "no", "do it");

/** Fails so often, then answers. */
function dialOf(...failures: FailureKind[]) {
  const dialled: { command: string; stdin: string | undefined }[] = [];
  const dial: Dial = (_node, { command, stdin, onLogin }) => {
    dialled.push({ command, stdin });
    const failure = failures.shift();
    if (failure) return Promise.reject(failing(failure));
    onLogin?.();
    return Promise.resolve({ stdout: "out", stderr: "err", status: 0 });
  };
  return { dialled, dial };
}

test("a script runs as root, comes on stdin, and is ended by the member itself where it takes too long", async () => {
  const { dialled, dial } = dialOf();
  expect(await memberAsker(limits, dial, 0)(node, "echo secret", 30)).toEqual({
    status: 0,
    stdout: "out",
    stderr: "err",
  });
  expect(dialled).toEqual([
    {
      command: expect.stringMatching(/exec sudo -n .*timeout -k 5 40 bash -s/) as string,
      stdin: 'eval "$(cat)"\necho secret',
    },
  ]);
});

test("a member that is still booting, or whose connection breaks, is tried again", async () => {
  const { dialled, dial } = dialOf("silence", "refusal", "session");
  expect(await memberAsker(limits, dial, 0)(node, "", 30)).toMatchObject({ status: 0 });
  expect(dialled).toHaveLength(4);
});

test.each(["input", "way"] as const)("what another try does not mend ends at once: %s", async (kind) => {
  const { dialled, dial } = dialOf(kind);
  await expect(memberAsker(limits, dial, 0)(node, "", 30)).rejects.toThrow("no");
  expect(dialled).toHaveLength(1);
});

test("the limit ends the tries, and a script gets no more than what is left of it", async () => {
  const { dialled, dial } = dialOf("silence", "silence");
  await expect(memberAsker({ ssh: 0, total: 600 }, dial, 1)(node, "", 30)).rejects.toThrow("no");
  await memberAsker({ ssh: 60, total: 5 }, dialOf().dial, 0)(node, "", 30);
  expect(dialled).toHaveLength(1);
  const short = dialOf();
  await memberAsker({ ssh: 60, total: 5 }, short.dial, 0)(node, "", 30);
  expect(short.dialled[0]?.command).toMatch(/EXPECT_TOTAL=[45] /);
});

test("a member that turns us away, for the logins that it has refused, is told by those", async () => {
  const { dial: refuses } = dialOf("refusal");
  let tries = 0;
  const dial: Dial = (...order) =>
    ++tries === 1 ? refuses(...order) : Promise.reject(turnedAway("Not allowed at this time") ?? new Error());
  await expect(memberAsker({ ssh: 0.2, total: 600 }, dial, 0)(node, "", 30)).rejects.toThrow(/^no$/);
});

test("ten are asked at a time, and results stand where what they are of stands", async () => {
  let [now, most] = [0, 0];
  const work = async (one: number) => {
    most = Math.max(most, ++now);
    await new Promise(setImmediate);
    now--;
    return one * 2;
  };
  expect(await sideBySide([...Array(50).keys()], work)).toEqual([...Array(50).keys()].map((one) => one * 2));
  expect(most).toBe(10);
  expect(await sideBySide([], work)).toEqual([]);
});

test("all members leave at the end, workers first, and whoever gives no answer is left alone", async () => {
  const asked: string[] = [];
  await leaveAll(order(["m1", "w1", "w2"]).nodes, ({ name }, script) => {
    expect(script).toMatch(/^main\(\) \{\nleave_swarm\n\}$/m);
    asked.push(name);
    return name === "w1"
      ? Promise.reject(failing("silence"))
      : Promise.resolve({ status: 1, stdout: "", stderr: "no" });
  });
  expect(asked).toEqual(["w1", "w2", "m1"]);
});
