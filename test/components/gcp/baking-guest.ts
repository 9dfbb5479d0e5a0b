// SPDX-License-Identifier: Apache-2.0
// What is in the place of the guests of the stand-in for Google Cloud, where images are made: an SSH server that says what a
// healthy host says, and what a sealed one, and an agent that publishes its key.
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server as Listener } from "node:net";
import { join } from "node:path";

import { Server, type ServerChannel } from "ssh2";
import { parse } from "yaml";

import { makeKeyPair } from "../../../components/key-pair";
import { check } from "../health/scratch-host";

export class BakingGuest {
  private readonly key = makeKeyPair("");
  private readonly machines: string;
  private listener: Listener | undefined;
  private agent: NodeJS.Timeout | undefined;
  /** Called when the machine is told to seal itself, before it answers. */
  onSeal: () => void = () => {};
  /** What a command says that gets nothing on stdin, as a person types it; undefined for what is none of those. */
  answer: (command: string) => string | undefined = () => undefined;

  constructor(cloud: string) {
    this.machines = join(cloud, "machines");
  }

  async listen(port: number): Promise<void> {
    this.listener = createServer((socket) => {
      const server = new Server({ hostKeys: [this.key.privateKey] }, (client) => {
        client.on("error", () => {});
        client.on("authentication", (attempt) => attempt.accept());
        client.on("session", (accept) => {
          accept().on("exec", (start, _refuse, { command }) => {
            const [channel, parts] = [start(), [] as Buffer[]];
            channel.on("data", (part: Buffer) => parts.push(part));
            channel.on("end", () => this.run(Buffer.concat(parts).toString(), command, channel));
          });
        });
      });
      server.injectSocket(socket);
    });
    this.listener.listen(port, "127.0.0.1");
    await once(this.listener, "listening");
    this.agent = setInterval(() => this.publish(), 200);
  }

  close(): void {
    clearInterval(this.agent);
    this.listener?.close();
  }

  private run(stdin: string, command: string, channel: ServerChannel): void {
    channel.on("error", () => {});
    const typed = stdin === "" ? this.answer(command) : undefined;
    if (typed !== undefined) {
      channel.write(typed);
      channel.exit(0);
      channel.end();
      return;
    }
    const [name, base, digest, baked] = ["NAME", "BASE", "DIGEST", "BAKED"].map(
      (setting) => new RegExp(`^${setting}=['"]*([^'"\n]*)`, "m").exec(stdin)?.[1],
    );
    if (name !== undefined) {
      this.onSeal();
      channel.write(JSON.stringify({ name, base, digest, baked, dockerVersion: "29.1.0", packages: ["docker-ce"] }));
      channel.exit(0);
    } else if (!existsSync(this.machines)) {
      // Whoever asks was started by a maker that is killed, and its machine is gone.
      channel.exit(1);
    } else {
      const { code, stdout } = check({ files: { "etc/docker/daemon.json": this.daemonJson() }, sent: () => stdin });
      channel.write(stdout);
      channel.exit(code ?? 1);
    }
    channel.end();
  }

  /** As the machine's user data says it. */
  private daemonJson(): string {
    const [machine = ""] = readdirSync(this.machines);
    const instance = readFileSync(join(this.machines, machine, "instance.json"), "utf8");
    const { metadata } = JSON.parse(instance) as { metadata: Record<string, string> };
    const { write_files: files } = parse(metadata["user-data"] ?? "") as { write_files: Record<string, string>[] };
    return files.find(({ path }) => path === "/etc/docker/daemon.json")?.content ?? "";
  }

  /** What Google's agent does on a first boot. */
  private publish(): void {
    for (const machine of existsSync(this.machines) ? readdirSync(this.machines) : []) {
      const place = join(this.machines, machine, "guest-attributes", "hostkeys");
      if (existsSync(place) || !existsSync(join(this.machines, machine, "settings.json"))) continue;
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, "ssh-ed25519"), this.key.publicKey.split(" ")[1] ?? "");
    }
  }
}
