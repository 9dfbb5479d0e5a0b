// SPDX-License-Identifier: Apache-2.0
import { Interrupted, run } from "../../../tools/shared/subprocess";

const node = (program: string, report: (line: string) => void = () => {}, env: NodeJS.ProcessEnv = {}) =>
  run(process.execPath, ["-e", program], report, env);

test("both streams are reported line by line and returned", async () => {
  const lines: string[] = [];
  const program = "console.log('one'); setTimeout(() => console.error(process.env.WORD), 100)";
  expect(await node(program, (line) => lines.push(line), { WORD: "two" })).toBe("one\ntwo");
  expect(lines).toEqual(["one", "two"]);
});

test("a command that fails fails with what it said", async () => {
  await expect(node("console.error('no space left'); process.exit(3)")).rejects.toThrow(/^no space left$/);
});

test("one that fails without a word says how it ended", async () => {
  await expect(node("process.exit(3)")).rejects.toThrow(/ended with status 3$/);
  await expect(node("process.kill(process.pid, 'SIGKILL')")).rejects.toThrow(/ended with SIGKILL$/);
  await expect(run("/nonexistent", [], () => {})).rejects.toThrow("spawn /nonexistent ENOENT");
});

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s asks the command, with all that it has started, to end",
  async (signal) => {
    const inner =
      "process.on('SIGINT', () => { console.log('inner ends'); process.exit() }); setInterval(() => {}, 1000); console.log('ready')";
    const outer = `const child = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(inner)}], { stdio: 'inherit' });
    process.on('SIGINT', () => child.on('exit', () => process.exit(1)))`;
    const lines: string[] = [];
    const ended = node(outer, (line) => {
      lines.push(line);
      if (line === "ready") process.emit(signal);
    });
    await expect(ended).rejects.toThrow(Interrupted);
    expect(lines).toEqual(["ready", "inner ends"]);
  },
);

test("a second Ctrl-C ends a command that does not want to", async () => {
  const stubborn = `process.on('SIGINT', () => setTimeout(() => console.log('no'), 1600));
    setInterval(() => {}, 1000); console.log('ready')`;
  const ended = node(stubborn, (line) => {
    if (line === "ready" || line === "no") process.emit("SIGINT");
  });
  await expect(ended).rejects.toThrow(Interrupted);
});

test("whoever has no more use for a command ends it, with all that it has started", async () => {
  const inner = "setInterval(() => {}, 1000); console.log('ready')";
  const outer = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(inner)}], { stdio: 'inherit' })`;
  const ending = new AbortController();
  // Only when both have ended is their output at its end.
  const ended = run(process.execPath, ["-e", outer], () => ending.abort(), {}, ending.signal);
  await expect(ended).rejects.toThrow(/^ready$/);
});

test("nothing listens for signals once a command has ended", async () => {
  await node("");
  expect([process.listenerCount("SIGINT"), process.listenerCount("SIGTERM")]).toEqual([0, 0]);
});
