// SPDX-License-Identifier: Apache-2.0
// What ssh makes of the text: it is asked, and connects to nothing.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { sshConfig, type SshWay } from "../../components/ssh-config";

const way: SshWay = { name: "web", address: "203.0.113.7", port: 22, user: "rocky", proxyCommand: [] };
const folder = mkdtempSync(join(tmpdir(), "ssh-config-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** How ssh would reach a host of that name. */
function asked(other: Partial<SshWay>, name = "web"): Record<string, string> {
  const file = join(folder, "config");
  writeFileSync(file, sshConfig({ ...way, ...other }));
  const { stdout } = spawnSync("ssh", ["-F", file, "-G", name], { encoding: "utf8" });
  return Object.fromEntries(stdout.split("\n").map((line) => [line.replace(/ .*/, ""), line.replace(/^\S+ /, "")]));
}

test.each(["web", "203.0.113.7"])("the host is known by its name and by its address: %s", (name) => {
  expect(asked({ port: 2022 }, name)).toMatchObject({ hostname: "203.0.113.7", port: "2022", user: "rocky" });
});

test("127.0.0.1 is left to others", () => {
  expect(asked({ address: "127.0.0.1", port: 2222 })).toMatchObject({ hostname: "127.0.0.1", port: "2222" });
  expect(asked({ address: "127.0.0.1", port: 2222 }, "127.0.0.1")).toMatchObject({ port: "22" });
});

test.each(["*", "a b", "!x", "x?"])("a name that is a pattern or two words is no name there: %s", (name) => {
  expect(asked({ name }, "stranger")).toMatchObject({ hostname: "stranger" });
  expect(asked({ name }, "203.0.113.7")).toMatchObject({ user: "rocky" });
});

test("a program's words stay words, whatever is in them", () => {
  const { proxycommand } = asked({ proxyCommand: ["relay", "%h", "it's 100%", "a b", "$HOME"] });
  // What ssh hands to the shell, once it has put its values in.
  const line = (proxycommand ?? "").replaceAll("%%", "%");
  expect(spawnSync("sh", ["-c", `set -- ${line}; printf '%s|' "$@"`], { encoding: "utf8" }).stdout).toBe(
    "relay|%h|it's 100%|a b|$HOME|",
  );
});

test.each([
  [{ host: "bastion.example" }, "root@bastion.example:22"],
  [{ host: "bastion.example", user: "ops", port: 2022 }, "ops@bastion.example:2022"],
  [{ host: "2001:db8::1", user: "ops" }, "ops@[2001:db8::1]:22"],
])("a bastion is a jump: %j", (jump, word) => {
  const { proxyjump } = asked({ jump });
  expect(proxyjump?.replace(/:22$/, "")).toBe(word.replace(/:22$/, ""));
});
