// SPDX-License-Identifier: Apache-2.0
import { diagnostics, reason, shortLine } from "../../../stacks/ephemeral/engine-output";

test("of a command that failed, the reason is what the CLI calls its error, once", () => {
  const text = "error: the stack is currently locked by 1 lock(s).\n  file:///locks/a.json: created by root@vm (pid 7)";
  expect(
    reason(
      new Error(`code: -2\n stdout: \n stderr: Command failed: pulumi destroy\n${text}\n err?: Error: x\n${text}`),
    ),
  ).toBe(text.slice("error: ".length));
});

test("of any other error, it is the message", () => {
  expect(reason(new Error("no disk"))).toBe("no disk");
  expect(reason("no disk")).toBe("no disk");
});

test("a line of progress is without its type", () => {
  expect(shortLine(" +  command:local:Command web-machine creating (2s)")).toBe("web-machine creating (2s)");
});

test("diagnostics are without progress, outputs and what is known", () => {
  const output =
    " +  a:b:C web creating\nDiagnostics:\n  a:b:C (web):\n    error: no disk\n    error: update failed\n\nOutputs:\n  x\n";
  expect(diagnostics(output)).toBe("Diagnostics:\n  a:b:C (web):\n    error: no disk");
});
