// SPDX-License-Identifier: Apache-2.0
// What hosts answer to a check: the lines of guest/health.sh.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

import type { ServerChannel } from "ssh2";

import { defaultLimits, probes } from "../../../components/health/probes";

const long = 'a detail <of> many "words" & signs, '.repeat(6).trim();
const all = probes({ limits: defaultLimits, installed: true, rebooted: false }).map(({ name }) => name);

interface Answer {
  /** Status by probe, where it did not pass. The first that failed is the last that ran. */
  others?: Record<string, string>;
  log?: string[];
}

export function answer(host: string, { others = {}, log = [] }: Answer = {}): string {
  const failed = all.find((name) => others[name] === "fail");
  const ran = failed === undefined ? all : all.slice(0, all.indexOf(failed) + 1);
  const rows = ran.map((probe) => ({ probe, status: others[probe] ?? "pass", ms: 1234, detail: long }));
  const end = {
    ...{ version: 1, host, healthy: failed === undefined, dockerVersion: "28.5.2", stage: failed ?? "" },
    ...{ seconds: 31, bootId: "boot-1", finished: "2026-11-24T21:21:57Z" },
  };
  return [...rows, end, ...(failed === undefined ? [] : [{ log }])].map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** A host that reads the script and says this. */
export const says = (text: string) => (_command: string, channel: ServerChannel) => {
  channel
    .on("data", () => {})
    .on("end", () => {
      channel.stderr.write("checking: 1 of 27, install\n");
      channel.write(text);
      channel.exit(text.includes('"healthy":true') ? 0 : 1);
      channel.end();
    });
};

/** A host on which a login shell runs what it is sent, with these programs; each is the text of a script. */
export function runs(folder: string, programs: Record<string, string>, env: NodeJS.ProcessEnv = {}) {
  mkdirSync(folder);
  const all = { sudo: 'shift; exec "$@"', ...programs };
  for (const [name, text] of Object.entries(all))
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  const PATH = [folder, process.env.PATH ?? ""].join(delimiter);
  return (command: string, channel: ServerChannel) => {
    const child = spawn("sh", ["-c", command], { stdio: "pipe", env: { ...process.env, ...env, PATH } });
    child.stdin.on("error", () => {});
    // As sshd hangs up on what runs for somebody who has gone.
    channel.on("close", () => {
      child.stdout.destroy();
      child.kill("SIGHUP");
    });
    channel.pipe(child.stdin);
    child.stdout.pipe(channel, { end: false });
    child.stderr.pipe(channel.stderr, { end: false });
    child.on("close", (status, signal) => {
      if (signal) channel.exit(signal.replace("SIG", ""));
      else channel.exit(status ?? 1);
      channel.end();
    });
  };
}

/** In place of the host's bash: it says this whatever it is sent. */
export const saying = (text: string, status: number) =>
  `cat >/dev/null; echo "checking: 1 of 27, install" >&2; cat <<'END'\n${text}END\nexit ${status}`;
