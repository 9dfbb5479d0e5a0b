// SPDX-License-Identifier: Apache-2.0
// The package's own scripts where whatever brought them here (a copy, an archive, a Git that knows no .gitattributes) has
// given their lines the ends of Windows.
import type * as nodeFs from "node:fs";
import { join } from "node:path";

import { render } from "../../cloud-init";
import { guestScript, scriptAt, scriptToRun } from "../../cloud-init/guest-script";
import { startupScript } from "../../components/gcp/startup-script";
import { diagnosticsScript } from "../../components/health/diagnostics-script";
import { defaultLimits } from "../../components/health/probes";
import { restartScript, script } from "../../components/health/script";
import { root } from "../../tools/shared/places";
import { specOf } from "./spec-of";

const fs = jest.requireActual<typeof nodeFs>("node:fs");
const asItIs = fs.readFileSync;

/** From here on whoever reads a script finds the ends of Windows in it. */
function onWindows(): void {
  jest.spyOn(fs, "readFileSync").mockImplementation(((path: string, options: "utf8") => {
    const text = asItIs(path, options);
    return /\.(sh|py)$/.test(path) ? text.replaceAll("\n", "\r\n") : text;
  }) as typeof asItIs);
}

afterEach(() => {
  jest.restoreAllMocks();
});

const expected = { name: "web", dockerUsers: ["rocky"], installed: true, limits: defaultLimits };
const sent: [string, () => string][] = [
  ["the user data", () => render(specOf({ kernelModules: ["ip_tables"] }))],
  ["what mounts a data disk", () => guestScript("mount-data-disk.sh")],
  ["what installs AWS's agent", () => scriptAt(join(root, "components/aws/guest/install-ssm-agent.sh"))],
  ["Google's start-up script", () => startupScript("http://proxy.example:3128")],
  ["the health check", () => script(expected)],
  ["what restarts a machine", () => restartScript(expected)],
  ["what collects diagnostics", diagnosticsScript],
];
const here = sent.map(([, text]) => text());

test.each(sent.map(([what, text], i): [string, () => string, string | undefined] => [what, text, here[i]]))(
  "%s is the same",
  (_what, text, was) => {
    onWindows();
    expect(text()).toBe(was);
  },
);

test("a script that is run where it lies is refused by name", () => {
  const path = join(root, "components", "local", "machine.sh");
  expect(scriptToRun(path)).toBe(path);
  onWindows();
  expect(() => scriptToRun(path)).toThrow(/machine\.sh has the line ends of Windows.*; check it out again/);
});
