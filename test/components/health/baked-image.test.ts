// SPDX-License-Identifier: Apache-2.0
// What a report says of a host from a baked image.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { check, installResult } from "./scratch-host";

const scratch = mkdtempSync(join(tmpdir(), "baked-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Sealed at a time before which the shim of rpm has installed everything. */
const image = {
  ...{ version: 1, name: "docker-host-0123456789ab", base: "rocky", digest: "0123", baked: "2025-12-01T00:00:00Z" },
  sealed: 1764547200,
  ...{
    dockerVersion: "27.5.1",
    packages: ["docker-ce-3:27.5.1-1.el9.x86_64", "docker-buildx-plugin-27.5.1-1.el9.x86_64"],
  },
};

/** The check of a host with this label, on which dnf has installed so many packages. */
function checked(label: Partial<typeof image>, installed: number) {
  const result = installResult("done", "verify").replace('"seconds"', `"installed":${installed},"seconds"`);
  return check({
    files: { "usr/lib/docker-host/image.json": JSON.stringify(label), "var/lib/docker-host/result.json": result },
  });
}

const listed = ["docker-ce", "docker-ce-cli", "containerd.io"].map((name) => `${name}-27.5.1-1.el9.x86_64`).join(" ");
const fault = (what: string) =>
  `the image does not fit what it says it is: ${what}. Bake it anew, by another rotateImage`;

test("which image it is, and what dnf had to add", () => {
  const { code, report, details, statuses } = checked({ ...image, name: 'a "b" $(reboot) é' }, 1);
  expect([code, statuses.packages, details.packages]).toEqual([0, "pass", listed]);
  expect(details.install).toBe('done in 61 s, from image a "b" $(reboot) é, 1 package installed now');
  expect(report.image).toEqual({ name: 'a "b" $(reboot) é', installed: 1 });
});

test("an image that does not fit its label is a warning, and the host is healthy", () => {
  const { name: _name, ...nameless } = image;
  const { code, report, details, statuses } = checked(
    { ...nameless, packages: ["docker-ce-3:29.1.0-1.el9.x86_64"] },
    0,
  );
  expect([code, statuses.packages]).toEqual([0, "warn"]);
  expect(details.packages).toBe(`${listed} ${fault("docker-ce is 27.5.1-1.el9 in place of 29.1.0-1.el9")}`);
  expect(details.install).toBe("done in 61 s, from image without a name, 0 packages installed now");
  expect(report.image).toEqual({ name: "without a name", installed: 0 });
});

test("what the image lacked of its label, and was installed on the host, is in the report as such", () => {
  const result = installResult("done", "verify").replace('"seconds"', '"installed":2,"seconds"');
  const files = {
    "usr/lib/docker-host/image.json": JSON.stringify({ ...image, packages: ["docker-ce-3:29.1.0-1.el9.x86_64"] }),
    "var/lib/docker-host/result.json": result,
  };
  const { statuses, details, report } = check({ files, environment: { INSTALLED_AT: "1790000000" } });
  expect([statuses.packages, details.install]).toEqual([
    "pass",
    "done in 61 s, from image docker-host-0123456789ab, 2 packages installed now",
  ]);
  expect(report.image).toEqual({ name: "docker-host-0123456789ab", installed: 2 });
});

test("a host whose image is not a baked one says nothing of it", () => {
  const { report, details } = check();
  expect([report.image, details.install, details.packages]).toEqual([undefined, "done in 61 s", listed]);
});

/** What the program that compares says of a label, and its status. */
function compared(label: unknown, environment: Record<string, string> = {}) {
  const file = join(scratch, "image.json");
  writeFileSync(file, typeof label === "string" ? label : JSON.stringify(label));
  const program = join(__dirname, "../../../components/health/guest/image.py");
  const PATH = [join(__dirname, "shims"), process.env.PATH].join(delimiter);
  const env = { ...process.env, ...environment, PATH };
  const { status, stdout, stderr } = spawnSync("python3", ["-IS", program, file], { encoding: "utf8", env });
  return { status, said: stdout.trimEnd(), stderr };
}

const fits = { status: 0, said: "", stderr: "" };
const differs = (what: string) => ({ status: 10, said: fault(what), stderr: "" });

test.each<[string, Record<string, unknown>, Record<string, string>, ReturnType<typeof compared>]>([
  ["everything it says", {}, {}, fits],
  [
    "another release",
    { packages: ["docker-ce-27.5.1-2.el9.x86_64"] },
    {},
    differs("docker-ce is 27.5.1-1.el9 in place of 27.5.1-2.el9"),
  ],
  ["one package less", {}, { ABSENT: "docker-buildx-plugin" }, differs("docker-buildx-plugin is not there")],
  [
    "many less",
    { packages: ["a", "b", "c", "d", "e", "f", "g"].map((one) => `${one}-1-1.x86_64`) },
    { ABSENT: "a b c d e f g" },
    differs("a is not there; b is not there; c is not there; d is not there; e is not there and 2 more"),
  ],
  ["no package that it speaks of", { packages: [] }, {}, fits],
  [
    "a version that came after it was baked, which is an update or was asked for",
    { packages: ["docker-ce-3:29.1.0-1.el9.x86_64"] },
    { INSTALLED_AT: "1790000000" },
    fits,
  ],
  [
    "another version than it says, made by a computer whose clock is behind the machine's",
    { baked: "2020-01-01T00:00:00Z", packages: ["docker-ce-3:29.1.0-1.el9.x86_64"] },
    {},
    differs("docker-ce is 27.5.1-1.el9 in place of 29.1.0-1.el9"),
  ],
])("an image that has %s", (_what, label, environment, expected) => {
  expect(compared({ ...image, ...label }, environment)).toEqual(expected);
});

test.each<[string, unknown]>([
  ["cut off", JSON.stringify(image).slice(0, -20)],
  ["empty", ""],
  ["of another form", []],
  ["without packages", { ...image, packages: undefined }],
  ["with packages that are none", { ...image, packages: ["docker"] }],
  ["with a time that is none", { ...image, sealed: "yesterday" }],
])("a label that is %s", (_what, label) => {
  const { status, said, stderr } = compared(label);
  expect([status, stderr]).toEqual([10, ""]);
  expect(said).toMatch(
    /^the image does not fit what it says it is: \S+image\.json cannot be read \(.*\)\. Bake it anew/,
  );
});
