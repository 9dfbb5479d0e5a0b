// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { guestScript, scriptAt, shortened } from "../../cloud-init/guest-script";
import { installSettings, optionSettings } from "../../cloud-init/settings";
import { specOf } from "./spec-of";

const read = (name: string) => readFileSync(join(__dirname, "../../cloud-init/guest", name), "utf8");

test("a script is sent without comment lines, empty lines and indentation, and what goes on or ends is in one line", () => {
  expect(shortened("#!/bin/bash\n# why\nif true; then\n  # why\n\n  a\n\n\nfi\n")).toBe(
    "#!/bin/bash\nif true; then a; fi\n",
  );
  expect(shortened("f() {\n  a ||\n    b && c \\\n      d\n}\nfor x; do\n  undo\ndone\n")).toBe(
    "f() { a || b && c d; }\nfor x; do undo; done\n",
  );
});

describe.each(["install.sh", "mount-data-disk.sh", "options.sh", "self-check.sh"])("%s", (name) => {
  test("is shortened to a script that bash accepts", () => {
    expect(spawnSync("bash", ["-n"], { input: shortened(guestScript(name)), encoding: "utf8" })).toMatchObject({
      status: 0,
      stderr: "",
    });
  });

  // The comments that tell shellcheck where a sourced file comes from stay behind.
  test("is shortened to a script, with its settings before it, in which shellcheck finds nothing", () => {
    const spec = specOf({ kernelModules: ["ip_tables"] });
    const [first = "", ...rest] = shortened(guestScript(name)).split("\n");
    const input = [first, installSettings(spec), optionSettings(spec), ...rest].join("\n");
    const { status, stdout } = spawnSync("shellcheck", ["-e", "SC1090,SC1091,SC2034,SC2154", "-"], {
      input,
      encoding: "utf8",
    });
    expect([status, stdout]).toEqual([0, ""]);
  });

  // Text within quotes or here-documents would lose them; the words of a command do not.
  test("holds no text whose lines begin with spaces or a comment sign, or end as if a command went on or ended", () => {
    const bodies = guestScript(name).match(/<<-?'?([A-Z]+)'?.*\n[\s\S]*?\n\1\n/g) ?? [];
    for (const body of bodies) expect(body).not.toMatch(/^([ #}]|fi\b|done\b)|(\|\||&&|\{|do|then|\\)$/m);
  });
});

test("what two scripts share is sent in the place of the line that sources it, without what it says of itself", () => {
  const [source, shared, whole] = [read("install.sh"), read("shared.sh"), guestScript("install.sh")];
  const line = "# shellcheck source=cloud-init/guest/shared.sh\n. shared.sh\n";
  const functions = shared.slice(shared.indexOf("\n\n") + 2);
  expect(functions).toMatch(/^say\(\) /);
  expect(whole.split(functions)).toEqual(source.split(line));
  expect(source.split(line)).toHaveLength(2);
});

test("a line that only ends as one for shellcheck does is sent as it is", () => {
  const folder = mkdtempSync(join(tmpdir(), "script-"));
  const text = "true # shellcheck source=x\n. shared.sh\n";
  try {
    writeFileSync(join(folder, "a.sh"), text);
    expect(scriptAt(join(folder, "a.sh"))).toBe(text);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
