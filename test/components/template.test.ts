// SPDX-License-Identifier: Apache-2.0
import type { CloudConfig, Problem } from "../../cloud-init";
import { keyOfEach } from "../../components/guest-rules";
import { templateProblems, templateRows } from "../../components/template-rules";
import type { DockerTemplateArgs } from "../../components/template-args";
import { declared } from "../../tools/docs/declared";

/** What a platform without arguments of its own finds. */
function found(args: DockerTemplateArgs): Problem[] {
  const platform = { login: "rocky", rows: templateRows, together: () => [], guestRules: keyOfEach };
  return templateProblems(args, { ...platform, forGuest: (plain: DockerTemplateArgs) => plain });
}
const said = (args: DockerTemplateArgs) => found(args).map(({ severity, path }) => [severity, path]);

test("an argument has one row, and none stops or replaces a machine", () => {
  const names = declared("components/template-args.ts", "DockerTemplateArgs").map(({ name }) => name);
  expect(Object.keys(templateRows).sort()).toEqual([...names].sort());
  expect(new Set(Object.values(templateRows).map(({ change }) => change))).toEqual(new Set(["nothing"]));
});

test("nothing has to be given", () => {
  expect(found({})).toEqual([]);
});

test("a login key is a public one, and a mistake is told by its own path", () => {
  expect(said({ loginKeys: ["ssh-ed25519 AAAA"] })).toEqual([["error", "loginKeys[0]"]]);
});

test("what a host takes for itself alone is no argument of a template", () => {
  const given = { sshKey: { privateKey: "" }, keyType: "ecdsa", ttlMinutes: 60, health: {} };
  expect(said(given as DockerTemplateArgs)).toEqual(Object.keys(given).map((name) => ["error", name]));
});

test("what is done where Docker does not work is one of two things", () => {
  expect(found({ onBootFailure: "reboot" as "keep" })).toMatchObject([
    { severity: "error", path: "onBootFailure", message: '"reboot" is none of "powerOff", "keep"' },
  ]);
});

test("a machine that is to power itself off where its boot fails runs the stage that begins the time for that", () => {
  const cloudConfig: CloudConfig = {
    cloud_init_modules: ["write_files", "growpart", "resizefs", "users_groups", "ssh"],
  };
  const stages = (args: DockerTemplateArgs) =>
    said({ cloudConfig, ...args }).filter(([, path]) => (path ?? "").includes("modules"));
  expect(stages({ onBootFailure: "keep" })).toEqual([]);
  expect(stages({})).not.toEqual([]);
});

test("machines that would share a host key are refused", () => {
  const cloudConfig: CloudConfig = { ssh_keys: { ed25519_private: "x", ed25519_public: "y" } };
  const files = [{ path: "/etc/ssh/ssh_host_ed25519_key", content: "x" }];
  const refused = found({ cloudConfig, files }).filter(({ severity }) => severity === "error");
  const reason = "each machine of a template makes its own key; remove it";
  expect(refused.map(({ path, message }) => [path, message.endsWith(reason)])).toEqual([
    ["cloudConfig.ssh_keys", true],
    ["files[0].content", true],
  ]);
});

test("what keeps out the login is a warning, as nobody checks the machine over SSH", () => {
  expect(said({ files: [{ path: "/etc/nologin", content: "" }] })).toEqual([["warning", "files[0].content"]]);
});
