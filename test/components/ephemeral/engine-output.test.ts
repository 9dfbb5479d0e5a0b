// SPDX-License-Identifier: Apache-2.0
import {
  diagnostics,
  isFailureScreen,
  reason,
  shortLine,
  withoutLook,
} from "../../../components/ephemeral/engine-output";

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

describe("of a check that failed", () => {
  const screen = `✖ web: Docker does not start (stage start of the installation, after 53 s)
  dockerd: failed to start daemon: error initializing graphdriver: zfs
  fix: remove docker.daemonConfig["storage-driver"]
  log: level=info msg="Starting up"

       level=error msg="failed to start daemon"
  look: npx pulumi-docker-host shell web --stack dev
        npx pulumi-docker-host diagnostics web --stack dev`;
  const indented = screen.replace(/^(?=.)/gm, "    ");
  const output = ` +  command:local:Command web-health-check creating (53s) collecting diagnostics
Diagnostics:
  command:local:Command (web-health-check):
    error: resource web-health-check: failed
${indented}

  pulumi:pulumi:Stack (dev):
    error: update failed
${indented}

Resources:
    + 9 created
`;

  test("diagnostics are the screen that it wrote, once and without the engine's lines around it", () => {
    expect(diagnostics(output)).toBe(screen);
    expect(isFailureScreen(diagnostics(output))).toBe(true);
  });

  test("a host that is gone is shown without the commands that look at it", () => {
    const shown = withoutLook(screen);
    expect(shown).toBe(screen.slice(0, screen.indexOf("\n  look:")));
    expect(withoutLook("no disk\n  look: there")).toBe("no disk\n  look: there");
  });

  test("screens of several hosts follow one another", () => {
    const other = screen.replaceAll("web", "build");
    const both = `Diagnostics:\n  a (web):\n${indented}\n  a (build):\n${other.replace(/^(?=.)/gm, "    ")}\n`;
    expect(diagnostics(both)).toBe(`${screen}\n\n${other}`);
  });
});
