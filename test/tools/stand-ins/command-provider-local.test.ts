// SPDX-License-Identifier: Apache-2.0
import { isStandIn, ProviderUnderTest } from "./command-provider/under-test";
import { secret } from "../../../tools/stand-ins/command-provider/values";

const local = "command:local:Command";

let provider: ProviderUnderTest;

beforeAll(async () => {
  provider = await ProviderUnderTest.start();
});
afterAll(() => provider.stop());

describe("local commands", () => {
  test("get stdin and environment, and give output with one newline less", async () => {
    const made = await provider.create(local, {
      create: "cat; echo $A; echo; echo err >&2",
      stdin: secret("in"),
      environment: { A: secret("s") },
    });
    expect(made).toMatchObject({ stdin: secret("in"), stdout: "ins\n", stderr: "err" });
  });

  test("run in dir with interpreter", async () => {
    expect(
      await provider.create(local, {
        create: "process.stdout.write(process.cwd())",
        dir: "/",
        interpreter: [process.execPath, "-e"],
      }),
    ).toMatchObject({ stdout: "/" });
  });

  test.each([
    ["a status", { create: "echo out; exit 3" }, 'exit status 3: running "echo out; exit 3":\nout\n'],
    ["a signal", { create: "kill -9 $$" }, 'signal: killed: running "kill -9 $$":\n'],
    [
      "a folder that is not there",
      { create: "x", dir: "/nonexistent" },
      'chdir /nonexistent: no such file or directory: running "x":\n',
    ],
    [
      "an interpreter that is not there",
      { create: "x", interpreter: ["/nonexistent"] },
      'fork/exec /nonexistent: no such file or directory: running "x":\n',
    ],
    ["output that is no text", { create: "printf '\\377'", logging: "none" }, "invalid UTF-8"],
  ])("fail with %s", async (_name, inputs, text) => {
    await expect(provider.create(local, inputs)).rejects.toThrow(text);
  });

  test("end when customTimeouts are over", async () => {
    await expect(provider.create(local, { create: "exec sleep 30" }, { timeout: 1 })).rejects.toThrow("signal: killed");
  });

  test("do not begin where customTimeouts are below one second, which counts as none at all", async () => {
    await expect(provider.create(local, { create: "x" }, { timeout: 0.9 })).rejects.toThrow(
      'context deadline exceeded: running "x":',
    );
  });

  test("may leave a daemon that has let go of the output", async () => {
    expect(await provider.create(local, { create: "sleep 1 >/dev/null 2>&1 & echo started" })).toMatchObject({
      stdout: "started",
    });
  });

  test("are waited for as long as what they have left in the background holds the output", async () => {
    expect(await provider.create(local, { create: "(sleep 1; echo late) & echo started" })).toMatchObject({
      stdout: "started\nlate",
    });
  });

  if (isStandIn) {
    test("may not write a line at which the original stands still", async () => {
      const long = `head -c 70000 /dev/zero | tr '\\0' a`;
      await expect(provider.create(local, { create: long })).rejects.toThrow("set logging to");
      expect(String((await provider.create(local, { create: long, logging: "none" })).stdout)).toHaveLength(70000);
    });
  }

  test("an update runs update, else create, and knows the last output", async () => {
    const state = { create: "x", stdout: "o", stderr: "" };
    const news = { create: "echo create $PULUMI_COMMAND_STDOUT", update: "echo update $PULUMI_COMMAND_STDOUT" };
    expect(await provider.update(local, state, { create: "x" }, news)).toMatchObject({ stdout: "update o" });
    expect(await provider.update(local, state, { create: "x" }, { create: news.create })).toMatchObject({
      stdout: "create o",
    });
    expect(
      await provider.update(local, state, { create: "x" }, { ...news, addPreviousOutputInEnv: false }),
    ).toMatchObject({ stdout: "update" });
    expect(await provider.update(local, state, { create: "x" }, { stdin: "only" })).toMatchObject({ stdout: "o" });
  });

  test("a deletion runs delete, or nothing", async () => {
    await expect(
      provider.delete(local, { delete: "echo $PULUMI_COMMAND_STDOUT; exit 4", stdout: "o", stderr: "" }),
    ).rejects.toThrow(/exit status 4.*\no\n/s);
    await provider.delete(local, { create: "exit 1", stdout: "", stderr: "" });
  });

  test.each([
    ["stdout", ["to stdout"]],
    ["stderr", ["to stderr"]],
    ["none", []],
  ])("logging %s shows only that", async (logging, lines) => {
    provider.log.length = 0;
    await provider.create(local, { create: "echo to stdout; echo to stderr >&2", logging });
    expect(provider.log.map(({ message, status }) => ({ message, status }))).toEqual(
      lines.map((message) => ({ message, status: true })),
    );
  });
});
