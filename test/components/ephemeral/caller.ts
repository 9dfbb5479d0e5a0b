// SPDX-License-Identifier: Apache-2.0
// A program that uses throw-away hosts, as the tests start and kill it.
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";

import { EphemeralDockerHost, type EphemeralOptions, reap, withDockerHost } from "../../../components/ephemeral";

const [, , what = "", more = ""] = process.argv;
const options = JSON.parse(process.env.OPTIONS ?? "{}") as EphemeralOptions;
const say = (value: unknown) => void process.stdout.write(`${JSON.stringify(value)}\n`);
const forever = () => new Promise((resolve) => setTimeout(resolve, 600_000));

/** What the daemon says, as a program hears it that knows no more than DOCKER_HOST. */
async function ping(dockerHost: string): Promise<string> {
  const asked = request({ socketPath: dockerHost.replace("unix://", ""), path: "/_ping" }).end();
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  return text(answer);
}

const programs: Record<string, () => Promise<unknown>> = {
  use: () =>
    withDockerHost(options, async (host) => {
      const { privateKey: _, ...shown } = host;
      const echo = await host.exec("cat; exit 3", { stdin: "from stdin", check: false });
      const failure = await host.exec("echo no image >&2; exit 125").catch((error: unknown) => error);
      say({ ...shown, echo, failure, docker: await ping(host.env.DOCKER_HOST) });
      return "the result";
    }),
  throw: () => withDockerHost(options, () => Promise.reject(new Error("the test failed"))),
  hold: () =>
    withDockerHost(options, async ({ stack, port }) => {
      say({ stack, port });
      await forever();
    }),
  disk: () => withDockerHost(options, async (host) => (await host.exec("cat disk.qcow2")).stdout),
  run: () =>
    withDockerHost(options, async (host) => {
      const { stdout } = await host.exec(more);
      return { stdout, version: host.dockerVersion };
    }),
  forget: async () => {
    const { stack } = await new EphemeralDockerHost(options).start();
    return stack;
  },
  again: async () => {
    const docker = new EphemeralDockerHost(options);
    const [first, same] = await Promise.all([docker.start(), docker.start()]);
    await docker.stop();
    const second = await docker.start();
    const { stdout } = await second.exec("echo ok");
    await docker.stop();
    return { stacks: [first, same, second].map(({ stack }) => stack), stdout };
  },
  "stop early": async () => {
    const docker = new EphemeralDockerHost(options);
    const start = docker.start().catch((error: unknown) => String(error));
    await new Promise((resolve) => setTimeout(resolve, Number(more)));
    await docker.stop();
    return start;
  },
  two: async () => {
    const hosts = [new EphemeralDockerHost(options), new EphemeralDockerHost(options)];
    const started = await Promise.all(hosts.map((docker) => docker.start()));
    const said = await Promise.all(started.map((host) => host.exec("grep -m1 ip_local_port_range seed/user-data")));
    await Promise.all(hosts.map((docker) => docker.stop()));
    return started.map(({ stack, port }, index) => ({ stack, port, said: said[index] }));
  },
  reap: () => reap(JSON.parse(more, (key, value: string) => (key === "now" ? new Date(value) : value)) as object),
};

programs[what]?.().then(
  (result) => say({ result }),
  (error: unknown) => {
    say({ error: String(error) });
    process.exitCode = 1;
  },
);
