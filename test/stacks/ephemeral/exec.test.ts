// SPDX-License-Identifier: Apache-2.0
import { ExecError } from "../../../stacks/ephemeral";

const executed = { status: 125, stdout: "", stderr: "" };

test("a command that failed says itself, its status and the end of what it wrote to stderr", () => {
  const stderr = Array.from({ length: 30 }, (_, i) => `line ${i}\n`).join("");
  const { message, name } = new ExecError("docker pull nothing", { ...executed, stdout: "not this", stderr });
  expect(name).toBe("ExecError");
  const [first, ...lines] = message.split("\n");
  expect(first).toBe('"docker pull nothing" ended with status 125');
  expect(lines).toEqual(Array.from({ length: 10 }, (_, i) => `line ${20 + i}`));
});

test("where it wrote nothing there, the end of its stdout, and where it wrote nothing at all, nothing", () => {
  expect(new ExecError("make", { ...executed, stdout: "no rule\n" }).message).toBe(
    '"make" ended with status 125\nno rule',
  );
  expect(new ExecError("false", { ...executed, status: 1 }).message).toBe('"false" ended with status 1');
});

test("a script of many lines stands on one, and whole in a field", () => {
  const script = "docker build .\n".repeat(20);
  const error = new ExecError(script, executed);
  expect(error.message).toMatch(/^"docker build \.\\ndocker .*\.\.\. ended with status 125$/);
  expect(error).toMatchObject({ ...executed, command: script });
});
