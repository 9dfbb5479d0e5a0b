// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

import { defaults } from "../../../cloud-init/defaults";
import { guestScript, shortened } from "../../../cloud-init/guest-script";

const root = join(__dirname, "../../..");
const folder = "cloud-init/guest";
const files = readdirSync(join(root, folder));

function shellcheck(paths: string[]) {
  const { status, stdout, error } = spawnSync("shellcheck", ["-x", ...paths], { cwd: root, encoding: "utf8" });
  return { status, stdout, error };
}

test("shellcheck finds nothing in the guest's scripts", () => {
  expect(files).toEqual(["install.sh", "mount-data-disk.sh", "options.sh", "self-check.sh", "shared.sh"]);
  expect(shellcheck(files.map((name) => join(folder, name)))).toEqual({ status: 0, stdout: "" });
});

test("nor in the shims that they are tested with", () => {
  const shims = "test/cloud-init/guest/shims";
  expect(shellcheck(readdirSync(join(root, shims)).map((name) => join(shims, name)))).toEqual({
    status: 0,
    stdout: "",
  });
});

// A default host's user data, with its host key, has 6450 bytes for everything; YAML puts 4 spaces before each line.
test("the install script leaves room for the rest of a default host's user data", () => {
  const sent = shortened(guestScript("install.sh"));
  const lines = sent.split("\n").length - 1;
  expect(Buffer.byteLength(sent) + 4 * lines).toBeLessThanOrEqual(5020);
});

test.each(files)("%s as it is sent, without comments and indentation, is still bash", (name) => {
  const { status, stderr } = spawnSync("bash", ["-n"], { input: shortened(guestScript(name)), encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

// The scripts cannot read defaults.ts, and so the same path stands twice.
test.each([
  ["install.sh", [defaults.guest.settings, defaults.guest.result, defaults.guest.log, defaults.guest.daemonConfig]],
  ["options.sh", [defaults.guest.sysctls]],
])("%s has the paths of defaults.ts", (name, paths) => {
  for (const path of paths) expect(guestScript(name)).toContain(path.slice(1));
});
