// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";

import { cloudConfig, complete, defaults, render } from "../../cloud-init";
import { toYaml } from "../../cloud-init/render";
import type { CloudConfig, CloudConfigValue } from "../../cloud-init";
import { loadUserData } from "./load-user-data";
import { keys } from "./material";
import { examples, specOf, withoutScripts } from "./spec-of";

test.each(examples)("the user data of example %s", (_name, input) => {
  expect(toYaml(withoutScripts(cloudConfig(complete(input))))).toMatchSnapshot();
});

test.each(examples)("example %s renders to the same bytes each time", (_name, input) => {
  const text = render(complete(input));
  expect(render(complete(structuredClone(input)))).toBe(text);
  expect(text.startsWith("#cloud-config\n")).toBe(true);
});

test("cloud-init reads each example as what its object says", () => {
  const specs = examples.map(([, input]) => complete(input));
  expect(loadUserData(specs.map(render))).toEqual(specs.map((spec) => ({ value: cloudConfig(spec) })));
});

/** A host as most people have it: no data disk, no SSM agent. */
const ordinary = {
  hostKey: { privateKey: "the machine's private key\n", publicKey: "ssh-ed25519 AAAA" },
  loginKeys: ["ssh-ed25519 AAAB me"],
  users: [{ name: "ci" }],
  dockerUsers: ["rocky", "ci"],
  docker: { daemonConfig: { "live-restore": true } },
};

// A machine is replaced where this hash changes. Who changes it on purpose says in CHANGELOG.md that every host is
// replaced by the upgrade.
test.each([
  ["an ordinary host", specOf(ordinary), "b95d0d7b4e652205d696e25ac947cf44e216ef82145d7db4580d9dc8affdb581"],
  [
    "one with options",
    specOf({ ...ordinary, kernelModules: ["ip_tables"], swapMiB: 512 }),
    "8701591703873437b0e5c5e72b6dadf420b7792df9cbfa998a616f2a4ad9003c",
  ],
])("the user data of %s is what it was, so that an upgrade replaces no machine", (_name, spec, hash) => {
  expect(createHash("sha256").update(render(spec)).digest("hex")).toBe(hash);
});

test("the time limit begins before the installation, and the caller's commands come after it", () => {
  const spec = specOf({ ttlMinutes: 60, commands: ["docker ps"], cloudConfig: { runcmd: ["date"] } });
  expect(cloudConfig(spec).runcmd).toEqual([
    ["systemctl", "enable", "--now", "docker-host-ttl.timer"],
    ["/usr/local/sbin/docker-host-install"],
    expect.stringMatching(/^trap /),
    "docker ps",
    "trap - ERR",
    "date",
  ]);
});

test("the script of the options is sent only where one is used", () => {
  const paths = (spec: ReturnType<typeof specOf>) =>
    (cloudConfig(spec).write_files as CloudConfig[]).map(({ path }) => path);
  expect(paths(specOf())).not.toContain(defaults.guest.options);
  expect(paths(specOf({ kernelModules: ["ip_tables"] }))).toContain(defaults.guest.options);
});

test("the modules that kernel parameters need are loaded on each boot", () => {
  const files = cloudConfig(specOf({ sysctls: { "net.bridge.bridge-nf-call-iptables": "1" } })).write_files;
  expect(files).toContainEqual({ path: defaults.guest.kernelModules, permissions: "0644", content: "br_netfilter\n" });
});

/** Each of these was once written so that cloud-init read another value, or dropped the whole text. */
test.each<[string, CloudConfigValue[]]>([
  [
    "a long text with a line of one blank",
    [
      "first line of a text, long enough\n \nlast line\n  ",
      `${"long enough ".repeat(9)}\n \n\n \n`,
      `\u0007${"x".repeat(99)}\n \n\tx\n`,
    ],
  ],
  [
    "what nearly is a date or a number",
    [
      "2001-12-14 21:59:43 +39",
      "2001-12-14 21:59:43.",
      "2001-1-1T1:00:00 Z",
      "0x_",
      "0b_",
      "0_",
      "+0_",
      ".5",
      "._",
      "1:60",
    ],
  ],
  ["numbers of every size", [1e21, -1e21, 1e20, 1e-7, 1.5e-7, 5e-324, 1.7976931348623157e308, 0.1, -3, 0]],
  ["a name of more than 1024 characters", [{ ["x".repeat(2000)]: { ["two\nlines".repeat(200)]: 1 } }]],
])("cloud-init reads %s as it was written", (_what, values) => {
  expect(loadUserData(values.map((value) => toYaml({ value })))).toEqual(values.map((value) => ({ value: { value } })));
});

describe("a text that cloud-init takes for a mail, because it says mime-version: near its beginning", () => {
  const content = "é 😀 \ufeff\u2028 \\ é\n";
  const mailed = specOf({
    loginKeys: [`${keys.ed25519} MIME-Version: 1.0`],
    files: [{ path: "/etc/motd", content }],
    commands: ["echo ü"],
  });

  test("is read as it was written, because it is ASCII", () => {
    expect(render(mailed)).toMatch(/^[\n\x20-\x7e]*$/);
    expect(loadUserData([render(mailed)])).toEqual([{ value: cloudConfig(mailed) }]);
  });

  test("and any other one has its characters as they are", () => {
    expect(render({ ...mailed, loginKeys: [] })).toContain("echo ü");
    // cloud-init looks at so many bytes.
    expect(toYaml({ a: "x".repeat(4096), b: "ü MIME-Version:" })).toContain("ü");
  });
});

describe("the text is what PyYAML, which reads YAML 1.1, takes for the same values", () => {
  // Each of these, written plain or folded, is another value there, or makes it drop the whole text.
  test.each([
    ["22:22", '"22:22"'],
    ["on", '"on"'],
    ["no", '"no"'],
    ["0644", '"0644"'],
    ["1_000", '"1_000"'],
    ["2026-11-24", '"2026-11-24"'],
    ["=", '"="'],
    ["<<", '"<<"'],
    ["1e5", '"1e5"'],
    ["=x", "=x"],
    ["a=", "a="],
    ["a\tb", '"a\\tb"'],
    ["ab\tcd", '"ab\\tcd"'],
    ["-1x", '"-1x"'],
    ["x1", "x1"],
    [".5x", '".5x"'],
    ["._x", '"._x"'],
    [".x", ".x"],
    ["a\u0085b", '"a\\u0085b"'],
    ["a\u2028b", '"a\\u2028b"'],
    ["a\uffffb", '"a\\uffffb"'],
    ["\ufeffa", '"\\ufeffa"'],
    ["a\u007fb", '"a\\u007fb"'],
    ["a\r\nb", '"a\\r\\nb"'],
    [" \n", '"\\ \\n"'],
    ["\n  \n\n", '"\\n \\ \\n\\n"'],
    ["a\u0007\nb", '"a\\a\\nb"'],
  ])("%j", (value, expected) => {
    expect(toYaml({ key: value })).toBe(`#cloud-config\nkey: ${expected}\n`);
  });

  test("the same map in two places, written twice", () => {
    const same = { a: 1 };
    expect(toYaml({ one: same, two: same })).toBe("#cloud-config\none:\n  a: 1\ntwo:\n  a: 1\n");
  });

  test("1e21", () => {
    expect(toYaml({ key: 1e21 })).toBe("#cloud-config\nkey: 1.0e+21\n");
  });

  test("also where it is a name", () => {
    expect(toYaml({ "<<": 1, on: 2, "a\u0085": 3 })).toBe('#cloud-config\n"<<": 1\n"on": 2\n"a\\u0085": 3\n');
  });
});
