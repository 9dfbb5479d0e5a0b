// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";

import { startupScript } from "../../cloud-init";
import { guestScript, shortened } from "../../cloud-init/guest-script";
import { installSettings, optionSettings } from "../../cloud-init/settings";
import { specOf } from "./spec-of";

test("a script is sent without comment lines, empty lines and indentation", () => {
  expect(shortened("#!/bin/bash\n# why\nif true; then\n  # why\n\n  a # b\n\n\nfi\n")).toBe(
    "#!/bin/bash\nif true; then\na # b\nfi\n",
  );
});

describe.each(["install.sh", "options.sh"])("%s", (name) => {
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
    const { status, stdout } = spawnSync("shellcheck", ["-e", "SC1090,SC1091,SC2034", "-"], {
      input,
      encoding: "utf8",
    });
    expect([status, stdout]).toEqual([0, ""]);
  });

  // Text within quotes or here-documents would lose them; the words of a command do not.
  test("holds no text whose lines begin with spaces or a comment sign", () => {
    const bodies = guestScript(name).match(/<<-?'?([A-Z]+)'?.*\n[\s\S]*?\n\1\n/g) ?? [];
    for (const body of bodies) expect(body).not.toMatch(/^[ #]/m);
  });
});

test("the start-up script for Google Cloud is sent as it is", () => {
  expect(startupScript()).toBe(guestScript("gce-bootstrap.sh"));
  expect(startupScript().startsWith("#!/bin/bash\n")).toBe(true);
  const rest = startupScript().replace(/^.*\n/, "");
  expect(startupScript("http://$&'/")).toBe(`#!/bin/bash\nPROXY='http://$&'\\''/'\n${rest}`);
});
