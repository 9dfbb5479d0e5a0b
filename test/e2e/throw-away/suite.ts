// SPDX-License-Identifier: Apache-2.0
// A test suite as somebody writes it who needs Docker for it; baked.test.ts and ephemeral.test.ts run it, and end it in every way.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";

import { GenericContainer } from "testcontainers";

import { EphemeralDockerHost, type EphemeralHost, type EphemeralOptions } from "../../../components/ephemeral";

const docker = new EphemeralDockerHost(JSON.parse(process.env.OPTIONS ?? "") as EphemeralOptions);
let host: EphemeralHost;

beforeAll(async () => {
  host = await docker.start();
}, 25 * 60_000);
afterAll(() => docker.stop(), 5 * 60_000);

test("a container runs", async () => {
  const run =
    "tar -C /usr/bin -c docker-init | docker import - tini && docker run --rm --pull never tini /docker-init --version";
  expect(await host.exec(run)).toMatchObject({ status: 0, stdout: expect.stringContaining("tini version") as string });
}, 120_000);

test("the docker command of this computer reaches the host", () => {
  // What `docker` does with DOCKER_HOST=ssh://: it runs the `ssh` on PATH and talks HTTP to the daemon.
  const { stdout } = spawnSync(
    "ssh",
    ["-l", host.user, "-p", String(host.port), "--", host.address, "docker system dial-stdio"],
    {
      env: { ...process.env, ...host.env },
      input: "GET /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n",
      encoding: "utf8",
    },
  );
  expect(stdout).toMatch(/^HTTP\/1.1 200 OK/);
}, 60_000);

/** What a host is, told by itself. */
const facts = {
  machineId: "cat /etc/machine-id",
  hostKeys: "cat /etc/ssh/ssh_host_*_key.pub | cut -d ' ' -f 2 | paste -sd ,",
  loginKeys: "cut -d ' ' -f 2 .ssh/authorized_keys | paste -sd ,",
  hostname: "hostname",
  origin: "cat /usr/lib/docker-host/image.json",
  users: "ls /home | grep -vx rocky | paste -sd ,",
};

test("what it is can be asked, and is written down for who compares it with another", async () => {
  const { stdout } = await host.exec(Object.values(facts).join("; "));
  const lines = stdout.split("\n");
  const told = Object.fromEntries(Object.keys(facts).map((name, i) => [name, lines[i] ?? ""]));
  if (process.env.FACTS) writeFileSync(process.env.FACTS, JSON.stringify({ ...told, version: host.dockerVersion }));
  expect(told.hostname).not.toBe("");
}, 60_000);

test("Testcontainers uses it as if its Docker ran on this computer", async () => {
  // There is no registry here: an image whose programs are those of the host, and no Ryuk, which has one of its own.
  await host.exec(
    "mkdir empty && ln -s usr/{bin,lib,lib64,sbin} empty && tar -C empty -c . | docker import - of-the-host",
  );
  const { DOCKER_HOST, TESTCONTAINERS_HOST_OVERRIDE, TESTCONTAINERS_DOCKER_SOCKET_OVERRIDE: socket } = host.env;
  const withoutRyuk = { TESTCONTAINERS_RYUK_DISABLED: "true" };
  Object.assign(process.env, { DOCKER_HOST, TESTCONTAINERS_HOST_OVERRIDE, ...withoutRyuk });
  const container = await new GenericContainer("of-the-host")
    .withBindMounts([
      { source: "/usr", target: "/usr", mode: "ro" },
      { source: socket, target: "/var/run/docker.sock" },
    ])
    .withCopyContentToContainer([{ content: "from the test", target: "/site/page" }])
    .withCommand(["python3", "-m", "http.server", "-d", "/site", "8080"])
    .withExposedPorts(8080)
    .withStartupTimeout(240_000)
    .start();
  const port = container.getMappedPort(8080);
  const page = await fetch(`http://${container.getHost()}:${port}/page`);
  expect(await page.text()).toBe("from the test");
  // What Ryuk needs.
  const ping =
    "import socket; s = socket.socket(socket.AF_UNIX); s.connect('/var/run/docker.sock'); s.send(b'GET /_ping HTTP/1.0\\r\\n\\r\\n'); print(s.recv(20))";
  expect(await container.exec(["python3", "-c", ping])).toMatchObject({
    exitCode: 0,
    output: expect.stringContaining("200 OK") as string,
  });
  // No other throw-away host of this computer publishes the same ports here.
  const { stdout: range } = await host.exec("cat /proc/sys/net/ipv4/ip_local_port_range");
  expect(port - Number.parseInt(range)).toBeGreaterThanOrEqual(0);
  expect(port - Number.parseInt(range)).toBeLessThan(100);
  await container.stop();
  await expect(fetch(`http://${container.getHost()}:${port}/page`)).rejects.toThrow();
}, 600_000);

test(
  "and the suite goes on for as long as it is told to",
  async () => {
    process.stderr.write("the suite has its host\n");
    await new Promise((resolve) => setTimeout(resolve, Number(process.env.HOLD_SECONDS ?? 0) * 1000));
  },
  30 * 60_000,
);
