// SPDX-License-Identifier: Apache-2.0
// What a guest's programs say of the files that we write for them, by these programs themselves where they are here.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";

import { type CloudConfig, cloudConfig, complete, defaults, type HostSpec } from "../../cloud-init";
import { makeKeyPair } from "../../components/key-pair";
import { hostKey, keys, rsa } from "./material";
import { examples, specOf } from "./spec-of";
import { textPlaces } from "./text-places";

const everything = specOf({
  hostKey,
  loginKeys: [keys.ed25519, keys.ecdsa, rsa(2048)],
  users: [
    { name: "ci", sudo: true },
    { name: "a".repeat(32), sudo: true },
    { name: "_x-1", sudo: true },
  ],
  ttlMinutes: 525_600,
  sshMaxStartups: 10_000,
  sshMaxSessions: 1000,
  docker: { dataRoot: "/data/docker-1_x.y", proxy: "http://me:p%41%25w@proxy.example:3128/", pruneSchedule: "daily" },
});
const hosts: [string, HostSpec][] = [
  ...examples.map(([name, input]): [string, HostSpec] => [name, complete(input)]),
  ["with everything", everything],
];

const root = mkdtempSync(join(tmpdir(), "programs-"));
afterAll(() => rmSync(root, { recursive: true }));

function pathOf(program: string): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin"];
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

/** A program's answer to these words. */
function says(program: string, ...words: string[]) {
  const { status, stdout, stderr } = spawnSync(pathOf(program) ?? program, words, { encoding: "utf8" });
  return { status, stdout, stderr };
}

/** A test of what a program says, which is left out where the program, or the option that it takes, is not here. */
const by = (program: string, option = "") =>
  pathOf(program) !== undefined && says(program, "--help").stdout.includes(option) ? test : test.skip;

/** A file in a folder of its own, which only its owner may read. */
function put(folder: string, path: string, content: string): string {
  const file = join(root, folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content, { mode: 0o600 });
  return file;
}

/** The files of a host, below the folder of its name. */
function written(name: string, spec: HostSpec): string {
  for (const { path, content } of cloudConfig(spec).write_files as CloudConfig[])
    put(name, path as string, content as string);
  return join(root, name);
}

describe("of each example, and of a host with everything", () => {
  by("sshd")("sshd reads its limits and its key", () => {
    const key = put("key", "ssh_host_ed25519_key", hostKey.privateKey);
    for (const [name, spec] of hosts.filter(([, { sshMaxStartups }]) => sshMaxStartups !== undefined)) {
      const { stdout, stderr } = says("sshd", "-T", "-h", key, "-f", join(written(name, spec), defaults.guest.sshd));
      expect({ name, stderr }).toEqual({ name, stderr: "" });
      expect(stdout).toContain(`\nmaxstartups ${spec.sshMaxStartups}:`);
      expect(stdout).toContain(`\nmaxsessions ${spec.sshMaxSessions}\n`);
    }
  });

  by("ssh-keygen")("OpenSSH reads each key", () => {
    const { ssh_keys: pair } = cloudConfig(everything) as { ssh_keys: { ed25519_private: string } };
    const own = says("ssh-keygen", "-y", "-f", put("key", "own", pair.ed25519_private));
    expect(own.stdout.split(" ")[1]?.trim()).toBe(hostKey.publicKey.split(" ")[1]);
    const ecdsa = makeKeyPair("host", "ecdsa");
    const { ssh_keys: other } = cloudConfig(specOf({ hostKey: ecdsa })) as { ssh_keys: { ecdsa_private: string } };
    const ofCurve = says("ssh-keygen", "-y", "-f", put("key", "ecdsa", other.ecdsa_private));
    expect(ofCurve.stdout.split(" ")[1]?.trim()).toBe(ecdsa.publicKey.split(" ")[1]);
    const lines = hosts.flatMap(([, spec]) => [...spec.loginKeys, ...spec.users.flatMap((u) => u.sshAuthorizedKeys)]);
    const { stdout } = says("ssh-keygen", "-l", "-f", put("keys", "authorized_keys", lines.join("\n") + "\n"));
    expect(stdout.trim().split("\n")).toHaveLength(lines.length);
  });

  by("visudo")("sudo reads what its users may", () => {
    const users = hosts.flatMap(([, spec]) => (cloudConfig(spec).users as (CloudConfig | string)[]).slice(1));
    const rules = (users as CloudConfig[]).flatMap(({ name, sudo }) =>
      sudo ? [`${name as string} ${sudo as string}`] : [],
    );
    expect(rules.length).toBeGreaterThan(3);
    expect(says("visudo", "-cf", put("sudo", "90-cloud-init-users", rules.join("\n") + "\n")).status).toBe(0);
  });

  /** Units to which we add something. */
  const packaged = ["docker.service", "containerd.service"];
  /** What is said of units, but for what is on a machine and not here. */
  const aboutUnits = (folder: string, names: string[]) => {
    const { stderr } = says("systemd-analyze", "verify", `--root=${folder}`, ...names);
    return stderr.split("\n").filter((line) => !/^$|Unit \S+ not found|is not executable/.test(line));
  };

  by("systemd-analyze")("systemd reads each unit", () => {
    const complaints = hosts.flatMap(([name, spec]) => {
      for (const unit of packaged) put(name, `/usr/lib/systemd/system/${unit}`, "[Service]\nExecStart=/usr/bin/true\n");
      const paths = (cloudConfig(spec).write_files as CloudConfig[]).map(({ path }) => path as string);
      const own = paths.filter((path) => /\.(service|timer)$/.test(path)).map((path) => basename(path));
      return aboutUnits(written(name, spec), [...packaged, ...own]);
    });
    expect(complaints).toEqual([]);
    put("wrong", "/etc/systemd/system/x.timer", "[Timer]\nOnCalendar=whenever\n");
    expect(aboutUnits(join(root, "wrong"), ["x.timer"]).join()).toContain("whenever");
  });

  by("systemd-analyze")("systemd reads each schedule that is taken", () => {
    const { fine = [] } = textPlaces.find(({ path }) => path === "docker.pruneSchedule") ?? {};
    expect(fine.length).toBeGreaterThan(3);
    expect(says("systemd-analyze", "calendar", ...fine)).toMatchObject({ status: 0, stderr: "" });
  });

  // The program that forwards ports lies beside it on a machine, and need not be here.
  by("dockerd", "--validate")("dockerd reads its configuration", () => {
    for (const [name, spec] of hosts) {
      const file = join(written(name, spec), defaults.guest.daemonConfig);
      const said = says("dockerd", "--validate", "--userland-proxy-path", "/bin/true", "--config-file", file);
      expect({ name, said: said.stderr }).toEqual({ name, said: "configuration OK\n" });
    }
  });
});
