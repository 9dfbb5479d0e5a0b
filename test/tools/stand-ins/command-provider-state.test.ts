// SPDX-License-Identifier: Apache-2.0
// The state that an operation gets from the engine. It may be of another type, where a program says so with an alias.
import { ProviderUnderTest } from "./command-provider/under-test";

const local = "command:local:Command";
const remote = "command:remote:Command";
const [dialled, run] = [
  { create: "x", connection: { host: "h" }, stdout: "", stderr: "" },
  { create: "x", dir: "/", interpreter: ["sh", "-c"], stdout: "", stderr: "" },
];

let provider: ProviderUnderTest;

beforeAll(async () => {
  provider = await ProviderUnderTest.start();
});
afterAll(() => provider.stop());

describe("a state of another type", () => {
  test.each([
    ["an update", false],
    ["the preview of an update", true],
  ])("is refused by %s", async (_name, preview) => {
    await expect(provider.update(local, dialled, { create: "x" }, { create: "y" }, { preview })).rejects.toThrow(
      "1 failures decoding:\n\tconnection: Unrecognized field 'connection' on 'local.CommandOutputs'",
    );
  });

  test("is refused with everything that does not fit", async () => {
    const connection = { host: "h" };
    const failed: unknown = await provider.update(remote, run, { connection }, { connection }).catch(String);
    expect(failed).toContain("3 failures decoding:");
    expect(failed).toContain("\n\tconnection: Missing required field 'connection' on 'remote.CommandOutputs'");
    expect(failed).toContain("\n\tdir: Unrecognized field 'dir' on 'remote.CommandOutputs'");
    expect(failed).toContain("\n\tinterpreter: Unrecognized field 'interpreter' on 'remote.CommandOutputs'");
  });

  test("is refused by a deletion", async () => {
    await expect(provider.delete(local, dialled)).rejects.toThrow("Unrecognized field 'connection'");
  });

  test("differs like any other, so that a replacement can be planned", async () => {
    const { stdout: _stdout, stderr: _stderr, ...olds } = dialled;
    expect(await provider.diff(local, olds, { create: "x" })).toEqual(["connection"]);
  });

  test("is refused by a refresh", async () => {
    const { stdout: _stdout, stderr: _stderr, ...inputs } = dialled;
    await expect(provider.read(local, dialled, inputs)).rejects.toThrow(
      "1 failures decoding:\n\tconnection: Unrecognized field 'connection' on 'local.CommandInputs'",
    );
  });
});

test("a state without output is refused", async () => {
  await expect(provider.update(local, { create: "x" }, { create: "x" }, { create: "y" })).rejects.toThrow(
    "stdout: Missing required field 'stdout' on 'local.CommandOutputs'",
  );
});
