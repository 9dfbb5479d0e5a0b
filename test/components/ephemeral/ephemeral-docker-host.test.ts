// SPDX-License-Identifier: Apache-2.0
// On the real engine, with real processes and signals. The machine is an SSH server that says it is healthy: that Docker
// works on a throw-away host is shown by the e2e tests.
import { once } from "node:events";

import { expiry } from "../../../components/ephemeral/name";
import { written } from "../../child-process";
import { ended, ScratchComputer } from "./scratch-computer";

jest.setTimeout(180_000);

const computer = new ScratchComputer();
beforeAll(() => computer.prepare());
afterEach(() => expect(computer.leftovers()).toEqual([]));
afterAll(() => computer.remove());

test("a host is handed over with all that docker and ssh need, and then destroyed", async () => {
  const { status, values, stderr } = await computer.run(["use"]);
  const [host, end] = values;
  expect({ status, end, stderr }).toMatchObject({ status: 0, end: { result: "the result" } });
  expect(host).toMatchObject({
    address: "127.0.0.1",
    user: "rocky",
    dockerVersion: "28.0.0",
    health: { healthy: true },
    dockerHost: `ssh://rocky@127.0.0.1:${String(host?.port)}`,
    env: {
      DOCKER_HOST: expect.stringMatching(/^unix:\/\/.*\/ephemeral-\w+\/docker\.sock$/) as string,
      TESTCONTAINERS_HOST_OVERRIDE: "127.0.0.1",
      TESTCONTAINERS_DOCKER_SOCKET_OVERRIDE: "/var/run/docker.sock",
    },
    docker: "OK",
    echo: { status: 3, stdout: "from stdin", stderr: "" },
    failure: { command: "echo no image >&2; exit 125", status: 125, stdout: "", stderr: "no image\n" },
  });
  expect(expiry(String(host?.stack))?.getTime()).toBeGreaterThan(Date.now() + 55 * 60_000);
  expect(stderr.replace(/ \([\d.]+s\)/g, "").split("\n")).toEqual([
    `${String(host?.stack)}: a docker host, target local, for at most 60 minutes`,
    "docker-host-machine creating",
    "docker-host-machine created",
    "docker-host-health-check creating",
    "docker-host-health-check created",
    "docker-host-health-check deleting",
    "docker-host-health-check deleted",
    "docker-host-machine deleting",
    "docker-host-machine deleted",
  ]);
});

test("an error of the function goes to the caller, after the host was destroyed", async () => {
  const { status, values } = await computer.run(["throw"]);
  expect({ status, values }).toEqual({ status: 1, values: [{ error: "Error: the test failed" }] });
});

test("a host that is not healthy is destroyed, and the error is the check's screen, with no command that looks at it", async () => {
  const { values } = await computer.run(["use"], { MACHINE: "ill" });
  expect(values[0]?.error).toMatch(/^Error: ✖ docker-host: .*stage daemon[^]*\n {2}no answer\n {2}fix: /);
  expect(values[0]?.error).not.toContain("look:");
});

test.each(["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"] as const)("%s leaves nothing of a host in use", async (signal) => {
  const child = computer.start(["hold"]);
  const end = ended(child);
  await once(child.stdout as NodeJS.ReadableStream, "data");
  child.kill(signal);
  const { stderr } = await end;
  expect(child.signalCode).toBe(signal);
  expect(stderr).toMatch(/docker-host-machine deleted/);
});

test.each(["SIGTERM", "SIGKILL"] as const)("%s leaves nothing of a host that is being made", async (signal) => {
  const child = computer.start(["hold"], { MACHINE: "silent" });
  const end = ended(child);
  await written(child, "health-check creating");
  child.kill(signal);
  expect((await end).values).toEqual([]);
});

test.each([0, 1500])("stop after %i ms ends a start, whatever it is at", async (after) => {
  const { values } = await computer.run(["stop early", String(after)], { MACHINE: "silent" });
  expect(values[0]?.result).toMatch(/^Error: /);
});

test("a host that was stopped can be started again, as another one", async () => {
  const { values } = await computer.run(["again"]);
  const { stacks, stdout } = values[0]?.result as { stacks: string[]; stdout: string };
  expect(stacks[1]).toBe(stacks[0]);
  expect(stacks[2]).not.toBe(stacks[0]);
  expect(stdout).toBe("ok\n");
});

test("a program that forgets to stop its host ends, and the host with it", async () => {
  const { status, values } = await computer.run(["forget"]);
  expect(status).toBe(0);
  expect(expiry(String(values[0]?.result))).toBeDefined();
});

test("with bake the first host makes an image, from which it and the next ones are made", async () => {
  const bakes = { OPTIONS: JSON.stringify({ ...computer.options, bake: true }) };
  const first = await computer.run(["disk"], bakes);
  const second = await computer.run(["disk"], bakes);
  const image = /^the host is made from image (docker-host-\S+), with Docker 28\.0\.0$/m;
  const [, name = ""] = image.exec(first.stderr) ?? [];
  expect(first.stderr).toMatch(/^ephemeral-\S+: makes an image, target local; /);
  expect(second.stderr).toMatch(new RegExp(`^the host is made from image ${name}, .*\\n\\S+: a docker host, `));
  for (const { values } of [first, second])
    expect(values[0]?.result).toMatch(new RegExp(`^size 20G, on top of .*/baked/${name}/disk\\.qcow2\\n$`));
});

test("hosts at the same time have names, ports and states of their own", async () => {
  const [one, two] = await Promise.all([computer.run(["two"]), computer.run(["two"])]);
  const hosts = [one, two].flatMap(
    ({ values }) => values[0]?.result as { stack: string; port: number; said: { stdout: string } }[],
  );
  // Those that their daemons choose for containers, and that are then open on this computer.
  expect(new Set(hosts.map(({ said }) => said.stdout)).size).toBe(4);
  expect(new Set(hosts.map(({ stack }) => stack)).size).toBe(4);
  expect(new Set(hosts.map(({ port }) => port)).size).toBe(4);
});
