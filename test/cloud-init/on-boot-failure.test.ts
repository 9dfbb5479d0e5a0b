// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";

import { type CloudConfig, cloudConfig, defaults, errors, render, validate } from "../../cloud-init";
import { specOf } from "./spec-of";

const good = "/var/lib/cloud/instance/docker-host-is-good";
const powerOff = specOf({ onBootFailure: "powerOff", commands: ["register"], cloudConfig: { runcmd: ["date"] } });

test("a machine that is kept is told what it is told without the choice", () => {
  expect(render(specOf({ onBootFailure: "keep" }))).toBe(render(specOf()));
  expect(render(specOf())).not.toContain(defaults.guest.selfCheck);
});

test("the self-check comes after the installation, and nothing of the caller's runs where it failed", () => {
  const { runcmd, write_files: files } = cloudConfig(powerOff);
  expect(runcmd).toEqual([
    [defaults.guest.script],
    `${defaults.guest.selfCheck} || exit 1`,
    expect.stringMatching(/^trap /),
    "register",
    "trap - ERR",
    "date",
  ]);
  const paths = (files as CloudConfig[]).map(({ path }) => path);
  expect(paths).toContain(defaults.guest.selfCheck);
});

/** What a shell does with the line of the time limit, where its tests for a file and for the timer come to this. */
function limit(isGood: boolean, isActive: boolean): string[] {
  const [line] = cloudConfig(powerOff).bootcmd as string[];
  const shell = `
    test() { [[ $* == "-e ${good}" ]] && ${isGood}; }
    systemctl() { [[ $* == "is-active --quiet docker-host-boot-limit.timer" ]] && ${isActive}; }
    systemd-run() { printf '%s\n' "$@"; }
    ${line}`;
  const { status, stdout, stderr } = spawnSync("bash", ["-c", shell], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout.split("\n").slice(0, -1);
}

test("a time limit begins with the boot, once, and on no boot of a machine that was good", () => {
  const late = `test -e ${good} || ${defaults.guest.selfCheck} 30 || systemctl poweroff --force`;
  expect(limit(false, false)).toEqual([
    ...["--no-block", "--unit=docker-host-boot-limit", "--on-active=30min"],
    ...["/bin/sh", "-c", late],
  ]);
  expect([limit(true, false), limit(false, true)]).toEqual([[], []]);
});

test("it begins before the caller's own boot commands, which may hang", () => {
  const { bootcmd } = cloudConfig(specOf({ onBootFailure: "powerOff", cloudConfig: { bootcmd: ["hang"] } }));
  expect(bootcmd).toEqual([expect.stringContaining("docker-host-boot-limit"), "hang"]);
});

test("a list of cloud-init's modules without bootcmd, by which the limit begins, is refused", () => {
  const modules = ["write-files", "growpart", "resizefs", "users-groups", "ssh"];
  const paths = (wanted: "powerOff" | "keep") =>
    errors(validate(specOf({ onBootFailure: wanted, cloudConfig: { cloud_init_modules: modules } }))).map(
      ({ message }) => message,
    );
  expect(paths("keep")).toEqual([]);
  expect(paths("powerOff")).toEqual([expect.stringContaining("lacks bootcmd")]);
});
