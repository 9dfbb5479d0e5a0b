// SPDX-License-Identifier: Apache-2.0
// What the scripts ask rpm, asked of the shim and, where it is here, of the original.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = mkdtempSync(join(tmpdir(), "rpm-"));
afterAll(() => rmSync(root, { recursive: true }));

const packages = [
  { name: "docker-ce", epoch: "3", version: "29.1.0" },
  { name: "docker-ce-rootless", epoch: "0", version: "30.0.0~rc.1" },
  { name: "vim-enhanced", epoch: "2", version: "8.2", provides: "vim = 8.2" },
];
/** Words behind `rpm`, and how many of them it does not know. */
const asked: [string[], number][] = [
  [["-q"], 1],
  [["-q", "docker-ce"], 0],
  [["-q", "docker-ce-29.1.0"], 0],
  [["-q", "docker-ce-29.1.0-1.el9"], 0],
  [["-q", "docker-ce-rootless-30.0.0~rc.1"], 0],
  [["-q", "docker-ce-29"], 1],
  [["-q", "docker-ce-29.1.0-1"], 1],
  [["-q", "docker-ce-29.1"], 1],
  [["-q", "docker*"], 1],
  [["-q", "docker"], 1],
  [["-q", "docker-ce", "nope", "docker-ce-28.0.0"], 2],
  [["-q", "vim"], 1],
  [["-q", "@core"], 1],
  [["-q", "--whatprovides", "vim"], 0],
  [["-q", "--whatprovides", "docker-ce"], 0],
  [["-q", "--whatprovides", "vim-8.2"], 1],
  [["-q", "--whatprovides", "docker-ce-29.1.0"], 1],
  [["-q", "--whatprovides", "vim*"], 1],
  [["-q", "--whatprovides", "@core"], 1],
  [["-q", "--whatprovides", "nope", "vim", "other"], 2],
];

/** Its status, what it says on stdout without the architecture, and that to nobody's surprise nothing stands elsewhere. */
function told(program: string, words: string[], env: Record<string, string> = {}) {
  const { status, stdout } = spawnSync(program, words, {
    encoding: "utf8",
    env: { ...process.env, ...env, LC_ALL: "C" },
  });
  return { status, said: stdout.replace(/\.(x86_64|noarch)$/gm, "") };
}

function shim(words: string[]) {
  const folder = join(root, "shim");
  mkdirSync(join(folder, "state"), { recursive: true });
  const lines = (name: string, all: string[]) =>
    writeFileSync(join(folder, "state", name), all.map((l) => `${l}\n`).join(""));
  lines(
    "installed",
    packages.map(({ name }) => name),
  );
  lines(
    "versions",
    packages.map(({ name, version }) => `${name} ${version}-1.el9`),
  );
  lines("provides", ["vim vim-enhanced"]);
  return told(join(__dirname, "shims/rpm"), words, { SHIM: folder });
}

test("the shim of rpm knows what is asked for", () => {
  expect(asked.map(([words]) => [words, shim(words).status])).toEqual(asked);
});

const isHere = spawnSync("rpmbuild", ["--version"]).status === 0;
(isHere ? test : test.skip)("rpm itself answers in the same words", () => {
  for (const { name, epoch, version, provides } of packages) {
    const spec = [
      ...[`Name: ${name}`, `Epoch: ${epoch}`, `Version: ${version}`, "Release: 1.el9", "Summary: x", "License: x"],
      ...[
        "BuildArch: noarch",
        ...(provides === undefined ? [] : [`Provides: ${provides}`]),
        "%description",
        "%files",
        "",
      ],
    ];
    writeFileSync(join(root, `${name}.spec`), spec.join("\n"));
  }
  const specs = packages.map(({ name }) => join(root, `${name}.spec`));
  const folders = ["--define", `_topdir ${root}/top`, "--define", `_rpmdir ${root}/rpms`];
  const built = spawnSync("rpmbuild", ["-bb", ...folders, ...specs], { encoding: "utf8" });
  expect([built.status, built.status === 0 ? "" : built.stderr]).toEqual([0, ""]);
  const at = ["--root", join(root, "machine")];
  const files = packages.map(({ name, version }) => join(root, "rpms/noarch", `${name}-${version}-1.el9.noarch.rpm`));
  mkdirSync(join(root, "machine"));
  const put = spawnSync("rpm", [...at, "-i", "--justdb", "--nodeps", ...files], { encoding: "utf8" });
  expect([put.status, put.status === 0 ? "" : put.stderr]).toEqual([0, ""]);
  for (const [words] of asked) expect([words, told("rpm", [...at, ...words])]).toEqual([words, shim(words)]);
});
