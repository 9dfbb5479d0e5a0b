// SPDX-License-Identifier: Apache-2.0
// What a test has in place of a machine: an SSH server with the keys of the user data. It answers the health check as
// MACHINE says (healthy, ill or silent), becomes an image when it is sealed, runs every other command on this computer, and has a daemon on its sockets.
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";

import { Server, type ServerChannel, utils } from "ssh2";
import { parse } from "yaml";

import { daemon } from "./docker/daemon";

const line = process.argv.join(" ");
const [, port] = /hostfwd=tcp:127\.0\.0\.1:(\d+)-:22/.exec(line) ?? [];
const [, pidFile] = /-pidfile (\S+)/.exec(line) ?? [];
if (port === undefined || pidFile === undefined) throw new Error(`not expected: ${line}`);
const userData = readFileSync("seed/user-data", "utf8");
const { ssh_keys: keys } = parse(userData) as { ssh_keys: { ed25519_private: string } };
const logins = [...userData.matchAll(/ssh-ed25519 \S+/g)].map(([key]) => {
  const parsed = utils.parseKey(key);
  if (parsed instanceof Error) throw parsed;
  return parsed.getPublicSSH();
});

const conclusion = {
  ...{
    version: 1,
    host: "docker-host",
    dockerVersion: "28.0.0",
    seconds: 1,
    bootId: "b",
    finished: "2026-11-24T00:00:00Z",
  },
};
const answers: Record<string, object[]> = {
  healthy: [
    { probe: "daemon", status: "pass", ms: 1, detail: "28.0.0" },
    { ...conclusion, healthy: true, stage: "" },
  ],
  ill: [
    { probe: "daemon", status: "fail", ms: 1, detail: "no answer" },
    { ...conclusion, healthy: false, stage: "daemon" },
  ],
};

function check(channel: ServerChannel): void {
  const lines = answers[process.env.MACHINE ?? "healthy"];
  if (!lines) return;
  channel.write(lines.map((one) => `${JSON.stringify(one)}\n`).join(""));
  channel.exit(lines === answers.ill ? 1 : 0);
  channel.end();
}

/** What seal.sh answers. When the connection has ended, the machine switches itself off. */
function seal(channel: ServerChannel, script: string): void {
  const setting = (name: string) => JSON.parse(new RegExp(`^${name}='(.*)'$`, "m").exec(script)?.[1] ?? '""') as string;
  const label = { name: setting("NAME"), base: setting("BASE"), digest: setting("DIGEST"), baked: setting("BAKED") };
  channel.write(JSON.stringify({ ...label, dockerVersion: "28.0.0", packages: [] }));
  channel.exit(0);
  channel.end();
}

function execute(command: string, channel: ServerChannel): void {
  const child = spawn("sh", ["-c", command]);
  channel.pipe(child.stdin);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  child.on("close", (status) => {
    channel.exit(status ?? 1);
    channel.end();
  });
}

const docker = daemon();
const server = new Server({ hostKeys: [keys.ed25519_private], ident: "OpenSSH_8.7" }, (client) => {
  client.on("error", () => {});
  client.on("authentication", (attempt) => {
    const known = attempt.method === "publickey" && logins.some((key) => key.equals(attempt.key.data));
    if (known) attempt.accept();
    else attempt.reject(["publickey"]);
  });
  client.on("openssh.streamlocal", (accept) => docker.http.emit("connection", accept()));
  client.on("session", (accept) => {
    accept().on("exec", (start, _reject, { command }) => {
      const channel = start();
      if (/\bbash -s\b/.test(command)) {
        void text(channel).then((script) => {
          const becomesImage = script.includes("\nPOWER_OFF='1'\n");
          if (becomesImage) client.on("close", () => process.exit());
          (becomesImage ? seal : check)(channel, script);
        });
      } else execute(command, channel);
    });
  });
});
server.listen(Number(port), "127.0.0.1", () => writeFileSync(pidFile, `${process.pid}\n`));
// One that a test forgets ends by itself.
setTimeout(() => process.exit(), 300_000);
