// SPDX-License-Identifier: Apache-2.0
// A machine of the stand-in for EC2 as seen over SSH, without a machine: it has the host key, and lets in the keys, of its
// user data. The health check really runs, on the scratch host of that check's own tests; other commands are noted only.
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import { type AuthContext, Server, type ServerChannel, utils } from "ssh2";
import { parse } from "yaml";

import { check, type Differences } from "../components/health/scratch-host";

export class Guest {
  /** What it was told, in order: commands with their stdin, and where a check begins and ends. */
  readonly heard: string[] = [];
  /** How the host differs from a healthy one. */
  differences: Differences = {};
  private readonly listener = createServer((socket) => this.server().injectSocket(socket));

  constructor(private readonly cloud: string) {}

  async start(): Promise<number> {
    this.listener.listen(0, "127.0.0.1");
    await once(this.listener, "listening");
    return (this.listener.address() as AddressInfo).port;
  }

  stop(): void {
    this.listener.close();
  }

  /** As the machine's sshd is after its first boot. */
  private server(): Server {
    const userData = this.userData();
    const { ssh_keys } = parse(userData) as { ssh_keys: { ed25519_private: string } };
    const server = new Server({ hostKeys: [ssh_keys.ed25519_private] }, (client) => {
      client.on("error", () => {});
      client.on("authentication", (attempt) =>
        isLetIn(attempt, userData) ? attempt.accept() : attempt.reject(["publickey"]),
      );
      client.on("session", (accept) => {
        accept().on("exec", (start, _reject, { command }) => {
          const [channel, parts] = [start(), [] as Buffer[]];
          channel.on("data", (part: Buffer) => parts.push(part));
          channel.on("end", () => this.run(command, Buffer.concat(parts).toString(), channel));
        });
      });
    });
    return server;
  }

  private userData(): string {
    const machines = join(this.cloud, "machines");
    const [id = "", ...others] = readdirSync(machines);
    if (others.length > 0) throw new Error(`one machine was expected, found ${[id, ...others].join(", ")}`);
    const bytes = readFileSync(join(machines, id, "user-data"));
    return (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString();
  }

  /** A file as cloud-init would have written it, by its path below the root. */
  private written(path: string): Record<string, string> {
    const { write_files: all } = parse(this.userData()) as { write_files: { path: string; content: string }[] };
    return Object.fromEntries(all.filter((file) => file.path === path).map(({ content }) => [path.slice(1), content]));
  }

  private run(command: string, stdin: string, channel: ServerChannel): void {
    if (/\bbash -s\b/.test(command)) {
      this.heard.push("the check begins");
      const files = { ...this.written("/etc/docker/daemon.json"), ...this.differences.files };
      const { code, stdout, stderr } = check({ ...this.differences, files, sent: () => stdin });
      channel.stderr.write(stderr);
      channel.write(stdout);
      channel.exit(code ?? 1);
      this.heard.push(`the check ends with ${code}`);
    } else {
      this.heard.push(stdin === "" ? command : `${command} <<< ${stdin}`);
      channel.exit(0);
    }
    channel.end();
  }
}

function isLetIn(attempt: AuthContext, userData: string): boolean {
  if (attempt.method !== "publickey" || attempt.username !== "rocky") return false;
  const text = attempt.key.data.toString("base64");
  const key = utils.parseKey(`${attempt.key.algo} ${text}`);
  if (key instanceof Error || !userData.includes(text)) return false;
  return !attempt.signature || key.verify(attempt.blob ?? Buffer.alloc(0), attempt.signature, attempt.hashAlgo);
}
