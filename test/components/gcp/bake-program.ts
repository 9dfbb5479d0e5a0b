// SPDX-License-Identifier: Apache-2.0
// A program of its own, see bake.test.ts: makes images on the stand-in for Google Cloud, whose machines are an SSH server that
// says what a healthy host says, and what a sealed one. Prints what came of it as JSON.
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";

import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { Server, type ServerChannel } from "ssh2";
import { parse } from "yaml";

import type { BakedImage } from "../../../components/bake/baked-image";
import { bake } from "../../../components/bake/bake";
import type { BakeOrder } from "../../../components/bake/order";
import { gcpBakery } from "../../../components/gcp/bakery";
import { makeKeyPair } from "../../../components/key-pair";
import { check } from "../health/scratch-host";

const cloud = process.env.PULUMI_LAB_CLOUD ?? "";
const machines = join(cloud, "machines");
const key = makeKeyPair("");
const args = { zone: "europe-west1-b", sshSourceRanges: ["127.0.0.1/32"] };
const order: BakeOrder = { target: "gcp", args, config: { "gcp:project": "my-project" } };

function run(stdin: string, channel: ServerChannel): void {
  const [name, base, digest, baked] = ["NAME", "BASE", "DIGEST", "BAKED"].map(
    (setting) => new RegExp(`^${setting}=['"]*([^'"\n]*)`, "m").exec(stdin)?.[1],
  );
  if (name !== undefined) {
    channel.write(JSON.stringify({ name, base, digest, baked, dockerVersion: "29.1.0", packages: ["docker-ce"] }));
    channel.exit(0);
  } else {
    const [machine = ""] = readdirSync(machines);
    const instance = readFileSync(join(machines, machine, "instance.json"), "utf8");
    const { metadata } = JSON.parse(instance) as { metadata: Record<string, string> };
    const { write_files: files } = parse(metadata["user-data"] ?? "") as { write_files: Record<string, string>[] };
    const daemon = files.find(({ path }) => path === "/etc/docker/daemon.json")?.content ?? "";
    const { code, stdout } = check({ files: { "etc/docker/daemon.json": daemon }, sent: () => stdin });
    channel.write(stdout);
    channel.exit(code ?? 1);
  }
  channel.end();
}

const listener = createServer((socket) => {
  const server = new Server({ hostKeys: [key.privateKey] }, (client) => {
    client.on("error", () => {});
    client.on("authentication", (attempt) => attempt.accept());
    client.on("session", (accept) => {
      accept().on("exec", (start) => {
        const [channel, parts] = [start(), [] as Buffer[]];
        channel.on("data", (part: Buffer) => parts.push(part));
        channel.on("end", () => run(Buffer.concat(parts).toString(), channel));
      });
    });
  });
  server.injectSocket(socket);
});

/** What Google's agent does on a first boot. */
function publish(): void {
  for (const machine of existsSync(machines) ? readdirSync(machines) : []) {
    const place = join(machines, machine, "guest-attributes", "hostkeys");
    if (existsSync(place) || !existsSync(join(machines, machine, "settings.json"))) continue;
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "ssh-ed25519"), key.publicKey.split(" ")[1] ?? "");
  }
}

const make = async () => {
  const lines: string[] = [];
  const image = await bake(order, (line) => lines.push(line), new AbortController().signal);
  return { image: image as BakedImage, lines, left: readdirSync(cloud).sort() };
};

/** Takes the image into a stack and destroys that. */
async function remove({ image }: BakedImage): Promise<string[]> {
  const resources = await gcpBakery.removal(image, args);
  const [url, workDir] = [`file://${cloud}-state`, `${cloud}-project`];
  for (const folder of [`${cloud}-state`, workDir]) mkdirSync(folder);
  const projectSettings = { name: "prune", runtime: "nodejs", backend: { url } };
  const envVars = { PULUMI_CONFIG_PASSPHRASE: "", PULUMI_BACKEND_URL: url };
  const program = () => Promise.resolve();
  const stack = await LocalWorkspace.createStack(
    { stackName: "prune", projectName: "prune", program },
    { projectSettings, workDir, envVars },
  );
  await stack.setAllConfig({ "gcp:project": { value: "my-project" } });
  await stack.import({ resources, protect: false, generateCode: false });
  await stack.destroy();
  return readdirSync(cloud);
}

async function main(): Promise<void> {
  listener.listen(Number(process.env.PULUMI_LAB_SSH_PORT), "127.0.0.1");
  await once(listener, "listening");
  if (!(listener.address() as AddressInfo | null)) throw new Error("nobody listens");
  setInterval(publish, 200).unref();
  const [first, second] = [await make(), await make()];
  process.stdout.write(JSON.stringify({ first, second, removed: await remove(first.image) }));
  process.exit(0);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
