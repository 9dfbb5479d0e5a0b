// SPDX-License-Identifier: Apache-2.0
// The whole path on a real (emulated) machine, as a person walks it: each test goes on where the one before has ended.
// What it does not prove stands in tools/stand-ins/README.md: the packages and the userland are not Rocky's own.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { plainSecrets } from "../../tools/acceptance/plain-secrets";
import { isRunning } from "../../tools/start/stack";
import { freePort } from "../../components/ephemeral/free-port";
import { finish, written } from "../child-process";
import { dockerProviderTests } from "./docker-provider";
import { failedStartTests } from "./failed-start";
import { FreshClone, notPassed, skippedInLaboratory } from "./fresh-clone";
import { ownImageTests } from "./own-image";
import { rebootTests } from "./reboot";

const minute = 60_000;
// On a machine with empty caches the first start builds the Pulumi CLI and the guest image.
jest.setTimeout(30 * minute);

let clone: FreshClone;
let port: number;
let pid: number;

beforeAll(async () => {
  clone = new FreshClone();
  port = await freePort();
});

afterAll(async () => {
  await clone.run("npm", "stop");
  clone.remove();
});

const start = (...options: string[]) => clone.run("npm", "start", "--", "--port", String(port), ...options);

// It stays in the cache, so on most computers it is there already.
test("npm run bake makes the image with Docker in it, of which npm start then makes its host", async () => {
  const { status, output } = await clone.run("npm", "run", "bake");
  expect(status).toBe(0);
  expect(output).toMatch(/^✔ (image docker-host-\S+ is made, in |nothing was made: image docker-host-)/m);
});

test("npm start can be interrupted, and again by a kill that leaves the lock", async () => {
  // Whatever it says first of the machine, which boots in less time than passes between two lines.
  const first = clone.start("npm", "start", "--", "--port", String(port));
  const firstEnd = finish(first);
  await written(first, "› ");
  first.kill("SIGTERM");
  expect(await firstEnd).toMatchObject({ output: expect.stringContaining("`npm start` goes on from here") as string });
  pid = clone.pid();

  const second = clone.start("npm", "start", "--", "--port", String(port));
  const secondEnd = finish(second);
  await written(second, "› ");
  for (const process_ of [second.pid, enginePid()]) if (process_ !== undefined) process.kill(-process_, "SIGKILL");
  await secondEnd;
  expect(locks()).toHaveLength(1);
});

test("npm start then goes on with the same machine and ends with every probe passing", async () => {
  const { status, output } = await start();
  expect(output).toContain("npm stop");
  expect(status).toBe(0);
  expect(clone.pid()).toBe(pid);
  expect(output).toMatch(/^on .*, with Docker since \d{4}-\d\d-\d\d$/m);
  const report = await clone.health();
  expect(report.healthy).toBe(true);
  expect(notPassed(report)).toEqual(skippedInLaboratory);
  expect(output).toContain(
    `✔ ${report.probes.length - skippedInLaboratory.length} checks passed; 3 had nothing to look at`,
  );
  expect(report.probes.find(({ probe }) => probe === "system")?.detail).toContain("Rocky Linux 9");
});

test("the plain login runs a container in a new session, without sudo and without a pull", async () => {
  const run = "tar -C /usr/bin -c docker-init | docker import - probe >/dev/null && docker run --rm --pull never probe";
  const { status, output } = await clone.ssh(`id -un && ${run} /docker-init --version; touch marker && sync`);
  expect(output).toMatch(/^rocky\ntini version/);
  expect(status).toBe(0);
});

test("a docker client on this computer gets through with the environment that start prints", async () => {
  // What the client does for DOCKER_HOST=ssh://: one `ssh` from PATH that talks HTTP to the daemon.
  const request = String.raw`printf 'GET /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n'`;
  const dial = `ssh -l rocky -p ${port} -- 127.0.0.1 docker system dial-stdio`;
  expect((await clone.shell(`${request} | ${dial}`)).output).toMatch(/^HTTP\/1.1 200 OK/);
});

dockerProviderTests(() => clone);

test("a plain pulumi up or refresh changes nothing", async () => {
  expect(await clone.shell("pulumi up -s start --yes --skip-preview --expect-no-changes")).toMatchObject({ status: 0 });
  expect(await clone.shell("pulumi refresh -s start --yes --expect-no-changes")).toMatchObject({ status: 0 });
});

test("neither keys nor user data stand in plain text in the state or in what was printed", async () => {
  const files = readdirSync(join(clone.local, "state"), { recursive: true, encoding: "utf8" })
    .map((name) => join(clone.local, "state", name))
    .filter((name) => statSync(name).isFile());
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) expect(readFileSync(file, "utf8")).not.toMatch(plainSecrets);
  expect((await clone.shell("pulumi stack output -s start")).output).not.toMatch(plainSecrets);
});

test("a machine that was ended from outside comes back with its disk", async () => {
  expect(isRunning(pid)).toBe(true);
  process.kill(pid, "SIGKILL");
  while (isRunning(pid)) await pause(100);
  expect(await start()).toMatchObject({ status: 0 });
  expect(clone.pid()).not.toBe(pid);
  expect((await clone.health()).healthy).toBe(true);
  expect(await clone.ssh("ls marker")).toMatchObject({ status: 0 });
});

describe("on that machine", () => rebootTests(() => clone));

ownImageTests(() => clone, start);

describe("a machine on which dockerd does not start", () => failedStartTests(() => clone, start));

test("npm stop then leaves no process, port, disk or state", async () => {
  pid = clone.pid();
  expect(isRunning(pid)).toBe(true);
  const stopped = await clone.run("npm", "stop");
  expect(stopped.status).toBe(0);
  expect(stopped.output).toContain("stays for the next start; `npm run bake -- --prune --keep 0` removes it");
  expect(isRunning(pid)).toBe(false);
  expect(await freed(port)).toBe(true);
  expect(existsSync(clone.local)).toBe(false);
  expect(existsSync(join(clone.directory, "stacks", "Pulumi.start.yaml"))).toBe(false);
  expect(await clone.run("npm", "stop")).toMatchObject({ status: 0 });
});

function locks(): string[] {
  const folder = join(clone.local, "state", ".pulumi", "locks");
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
}

/** The engine that holds the stack's lock. */
function enginePid(): number | undefined {
  const [lock] = locks();
  const folder = join(clone.local, "state", ".pulumi", "locks");
  return lock === undefined ? undefined : (JSON.parse(readFileSync(join(folder, lock), "utf8")) as { pid: number }).pid;
}

async function freed(number: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(number, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
