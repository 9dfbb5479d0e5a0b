// SPDX-License-Identifier: Apache-2.0
// A test suite as somebody writes it who needs Docker for it; ephemeral.test.ts runs it, and ends it in every way.
import { spawnSync } from "node:child_process";

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

test(
  "and the suite goes on for as long as it is told to",
  async () => {
    process.stderr.write("the suite has its host\n");
    await new Promise((resolve) => setTimeout(resolve, Number(process.env.HOLD_SECONDS ?? 0) * 1000));
  },
  30 * 60_000,
);
