// SPDX-License-Identifier: Apache-2.0
// The program that docker asks for the login of a machine's role, as docker starts it, against the laboratory's metadata services.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { complete } from "../../../cloud-init";
import { type RoleLogin, roleProgram } from "../../../components/secrets/role-login";
import { finish } from "../../child-process";

const lab = join(__dirname, "..", "..", "lab");

/** The metadata service of one machine on this computer: as QEMU does it, one process for each connection. */
export class MetadataService {
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  /** @param handler of test/lab, such as `gce/metadata.mjs` */
  constructor(folder: string, handler: string) {
    this.server = createServer((socket) => {
      this.sockets.add(socket);
      const served = [join(lab, "cloud/serve-metadata.mjs"), folder, join(lab, handler)];
      const child = spawn(process.execPath, served, { stdio: ["pipe", "pipe", "inherit"] });
      child.stdin.on("error", () => undefined);
      socket.on("error", () => undefined).on("close", () => child.kill());
      socket.pipe(child.stdin);
      child.stdout.pipe(socket);
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

export interface Answer {
  status: number | null;
  said: string;
}

export class CredentialProgram {
  private readonly folder = mkdtempSync(join(tmpdir(), "credential-"));
  private readonly file = join(this.folder, "docker-credential-machine-role");

  constructor(role: RoleLogin, docker: { proxy?: string; noProxy?: string[] } = {}) {
    writeFileSync(this.file, roleProgram(role, complete({ login: "rocky", loginKeys: [], docker })), { mode: 0o755 });
  }

  /** One word, and what docker sends with it. */
  async ask(word: string, registry: string, env: Record<string, string> = {}): Promise<Answer> {
    const child = spawn(this.file, [word], { env: { PATH: "/usr/bin", ...env } });
    child.stdin.on("error", () => undefined);
    child.stdin.end(registry);
    const { status, output } = await finish(child);
    return { status, said: output.trim() };
  }

  /** A line of its text, of which the first is 1. */
  line(number: number): string | undefined {
    return readFileSync(this.file, "utf8").split("\n")[number - 1];
  }

  /** What an expression in Python comes to, in which all of the program is known. */
  async value(expression: string): Promise<unknown> {
    const load = `scope = {"__name__": "test"}; exec(open(${JSON.stringify(this.file)}).read(), scope)`;
    const child = spawn("/usr/bin/python3", [
      "-IS",
      "-c",
      `import json; ${load}; print(json.dumps(eval(input(), scope)))`,
    ]);
    child.stdin.end(`${expression}\n`);
    const { status, output } = await finish(child);
    if (status !== 0) throw new Error(output);
    return JSON.parse(output) as unknown;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
