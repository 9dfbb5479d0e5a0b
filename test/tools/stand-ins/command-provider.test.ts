// SPDX-License-Identifier: Apache-2.0
import { isStandIn, ProviderUnderTest } from "./command-provider/under-test";
import { isSecret, type Properties, reveal, secret, unknown } from "../../../tools/stand-ins/command-provider/values";

const local = "command:local:Command";
const remote = "command:remote:Command";

let provider: ProviderUnderTest;

beforeAll(async () => {
  provider = await ProviderUnderTest.start();
});
afterAll(() => provider.stop());

describe("inputs", () => {
  test.each<[string, string, Properties, string, RegExp]>([
    ["an unknown property", local, { create: "x", nope: 1 }, "nope", /Unrecognized field 'nope'/],
    ["dir on a remote command", remote, { connection: { host: "h" }, dir: "/" }, "dir", /Unrecognized field 'dir'/],
    ["a wrong type", local, { create: 1 }, "create", /must be a 'string'; got 'float64'/],
    ["a list that is a text", local, { triggers: "a" }, "triggers", /must be a '\[\]interface \{\}'/],
    ["a number in the environment", local, { environment: { A: 1 } }, "environment[A] value", /must be a 'string'/],
    ["a missing connection", remote, { create: "x" }, "connection", /Missing required field/],
    ["a missing host", remote, { connection: { user: "u" } }, "connection", /host: Missing required field 'host'/],
    ["a text as port", remote, { connection: { host: "h", port: "22" } }, "connection", /port: .* must be a 'float64'/],
    [
      "an unknown property of the connection",
      remote,
      { connection: { host: "h", keyFile: "x" } },
      "connection",
      /keyFile: Unrecognized field/,
    ],
  ])("refuses %s", async (_name, type, inputs, property, reason) => {
    const { failures } = await provider.check(type, inputs);
    expect(Object.keys(failures)).toEqual([property]);
    expect(failures[property]).toMatch(reason);
  });

  if (isStandIn) {
    test.each([
      ["logging", { logging: "all" }, /none of stdout, stderr, stdoutAndStderr, none/],
      ["assetPaths", { assetPaths: ["*"] }, /stand-in does not do assetPaths/],
    ])("is stricter than the original with %s", async (property, inputs, reason) => {
      expect((await provider.check(local, inputs)).failures[property]).toMatch(reason);
    });
  }

  test("takes values that are not known yet", async () => {
    const { failures } = await provider.check(remote, {
      create: unknown,
      connection: { host: unknown },
      triggers: [unknown],
      environment: { A: unknown },
    });
    expect(failures).toEqual({});
    expect((await provider.check(remote, { create: "x", connection: unknown })).failures).toEqual({});
  });

  test("fills in defaults and makes the connection secret", async () => {
    const { inputs } = await provider.check(remote, { create: "x", connection: { host: "h" } });
    expect(isSecret(inputs.connection)).toBe(true);
    expect(reveal(inputs.connection)).toEqual({
      host: "h",
      port: 22,
      user: "root",
      dialErrorLimit: 10,
      perDialTimeout: 15,
    });
  });
});

describe("differences", () => {
  const olds = {
    create: "a",
    triggers: ["1"],
    environment: { "A-B": "1" },
    connection: secret({ host: "h", port: 22 }),
  };
  test.each<[string, Properties, string[]]>([
    ["nothing", {}, []],
    ["a command", { create: "b" }, ["create"]],
    ["a new property", { stdin: "x" }, ["stdin"]],
    ["a trigger", { triggers: ["2"] }, ["triggers[0]"]],
    ["one more trigger", { triggers: ["1", "2"] }, ["triggers[1]"]],
    ["a name that needs quotes", { environment: { "A-B": "2" } }, ['environment["A-B"]']],
    ["something in a secret", { connection: secret({ host: "h", port: 23 }) }, ["connection"]],
  ])("%s", async (_name, change, paths) => {
    expect(await provider.diff(remote, olds, { ...olds, ...change })).toEqual(paths);
  });
});

test("a refresh keeps what is known of a command", async () => {
  const [state, inputs] = [{ create: "date", stdout: "now" }, { create: "date" }];
  expect(await provider.read("command:remote:Command", state, inputs)).toEqual([state, inputs]);
});

describe("previews", () => {
  test("nobody knows the output of a command that has not run, and inputs keep their secrets", async () => {
    const made = await provider.create(
      local,
      { create: "x", stdin: secret("s"), triggers: [unknown] },
      { preview: true },
    );
    expect(made).toEqual({ create: "x", stdin: secret("s"), triggers: [unknown], stdout: unknown, stderr: unknown });
  });

  test("an update that changes an input changes the output", async () => {
    const state = { create: "x", stdout: "o", stderr: "e" };
    expect(await provider.update(local, state, { create: "x" }, { create: "y" }, { preview: true })).toMatchObject({
      stdout: unknown,
    });
    expect(await provider.update(local, state, { create: "x" }, { create: "x" }, { preview: true })).toMatchObject({
      stdout: "o",
    });
  });
});
