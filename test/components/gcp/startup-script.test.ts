// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";

import { defaults } from "../../../cloud-init";
import { bootLimit } from "../../../cloud-init/on-boot-failure";
import { startupScript } from "../../../components/gcp/startup-script";

test("begins with the interpreter, which Google's agent needs to run it, and then says the proxy and what is reached without it", () => {
  const rest = startupScript().replace(/^.*\n/, "");
  expect(startupScript()).toBe(`#!/bin/bash\n${rest}`);
  expect(startupScript("http://$&'/", ["*.mirror"])).toBe(
    `#!/bin/bash\nPROXY='http://$&'\\''/'\nNO_PROXY='localhost,127.0.0.1,::1,.mirror'\n${rest}`,
  );
});

test("begins the time limit of a machine that is to power itself off, before anything can fail", () => {
  const [first, second, ...rest] = startupScript("http://proxy", [], "powerOff").split("\n");
  expect([first, second]).toEqual(["#!/bin/bash", bootLimit()]);
  expect(["#!/bin/bash", ...rest].join("\n")).toBe(startupScript("http://proxy", [], "keep"));
});

test("is complete as it is sent: it sources no other file, and shellcheck finds nothing in it", () => {
  expect(startupScript()).not.toMatch(/^\s*(\.|source) /m);
  const { status, stdout } = spawnSync("shellcheck", ["-"], { input: startupScript(), encoding: "utf8" });
  expect([status, stdout]).toEqual([0, ""]);
});

// The script cannot read defaults.ts, and so the same path stands twice.
test("writes the log and the result that the install script goes on with", () => {
  const text = startupScript().replaceAll("$STATE", "var/lib/docker-host");
  for (const path of [defaults.guest.log, defaults.guest.result]) expect(text).toContain(path.slice(1));
});
