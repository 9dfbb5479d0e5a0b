// SPDX-License-Identifier: Apache-2.0
// What stands around a LocalDockerHost in its tests: arguments, answers of the providers, and two keys that are
// the same in each program.
import { tmpdir } from "node:os";
import { join } from "node:path";

import type * as pulumi from "@pulumi/pulumi";

import type { CheckOrder } from "../../../components/health/check-order";
import type { HealthReport } from "../../../components/health/report";
import type { LocalDockerHostArgs } from "../../../components/local/args";
import { LocalDockerHost } from "../../../components/local/docker-host";
import { makeKeyPair } from "../../../components/key-pair";
import { type Answer, RecordedProgram, type Registration, unknown } from "../recorded-program";

export const hostKey = makeKeyPair("web-host-key");
export const loginKey = makeKeyPair("web-login-key");

/** How the check reaches the machine. */
export const connection = {
  host: "127.0.0.1",
  port: 2222,
  user: "rocky",
  privateKey: loginKey.privateKey,
  hostKey: hostKey.publicKey,
};

/** No machine is ever made here. */
export const directory = join(tmpdir(), "docker-host-of-a-test-that-is-never-made");

export const image = { name: "Rocky 9.8", disk: "/images/rocky.qcow2" };

export const base: LocalDockerHostArgs = { directory, image };

export const report: HealthReport = {
  ...{ version: 1, host: "web", healthy: true, dockerVersion: "27.5.1", stage: "", seconds: 7, bootId: "b" },
  ...{ finished: "2026-11-24T12:00:00Z", timeline: [] },
  probes: [{ probe: "server", status: "pass", ms: 12, detail: "27.5.1" }],
};

/** {@link report} in short. */
export const summary = { healthy: true, dockerVersion: "27.5.1", checked: "2026-11-24T12:00:00Z", notPassed: {} };

/** The health script's stdout for {@link report}. */
export const stdout = [
  ...report.probes.map((probe) => JSON.stringify(probe)),
  JSON.stringify({ ...report, probes: undefined, timeline: undefined }),
].join("\n");

/** The machine is a local command as well. */
export function isCheck({ type, parent }: Registration): boolean {
  return type === "command:local:Command" && parent?.endsWith("-health") === true;
}

/** What a check is told, all of which is secret. */
export function orderOf(program: RecordedProgram, check = "web-health-check"): CheckOrder {
  const { secret } = program.find(check).inputs.stdin as { secret: string };
  return JSON.parse(secret) as CheckOrder;
}

/** A machine that comes up and is healthy, with the keys above in the state. */
export const healthy: Answer = (registered) => {
  const { type, name } = registered;
  if (isCheck(registered)) return { stdout, stderr: "" };
  if (type === "command:local:Command") return { stdout: `${name}-1f2e`, stderr: "" };
  if (name.endsWith("-host-key")) return { output: hostKey };
  if (name.endsWith("-login-key")) return { output: loginKey };
  return {};
};

/** A program with one host, run to its end. */
export async function programWith(args: Partial<LocalDockerHostArgs> = {}, opts?: pulumi.ComponentResourceOptions) {
  const program = await RecordedProgram.start(healthy);
  const outputs = await program.outputsOf(new LocalDockerHost("web", { ...base, ...args }, opts));
  return { program, outputs };
}

/** Where a host has its folder when no other is named and $XDG_STATE_HOME is {@link directory}. */
export function stateFolder(name: string) {
  return join(directory, "pulumi-docker-host", "project", "stack", name);
}

/** The outputs that let someone use the host. */
export const gated = [
  "address",
  "port",
  "privateAddress",
  "user",
  "dockerHost",
  "knownHosts",
  "sshConfig",
  "proxyCommand",
  "privateKey",
  "connection",
  "dockerVersion",
  "summary",
  "health",
] as const;

/** What a preview shows of them; what is secret is so before it is known. */
export const gatedInPreview = Object.fromEntries(
  gated.map((name) => [name, name === "privateKey" || name === "connection" ? { secret: unknown } : unknown]),
);
