// SPDX-License-Identifier: Apache-2.0
// What the original does not end, the stand-in must not end: a test that hangs with the original has to hang here. That
// something goes on is seen by what it comes to in the end, once the test lets it.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { freePort } from "../../../components/ephemeral/free-port";
import { connectionTo, type SshServer, type Stage, startSshServer } from "./command-provider/ssh-server";
import { ProviderUnderTest } from "./command-provider/under-test";
import type { Properties } from "../../../tools/stand-ins/command-provider/values";

const local = "command:local:Command";
const remote = "command:remote:Command";

let provider: ProviderUnderTest;
let servers: SshServer[] = [];

beforeAll(async () => {
  provider = await ProviderUnderTest.start();
});
afterAll(async () => {
  await provider.stop();
  servers.forEach((server) => server.close());
  servers = [];
});

async function serve(hold?: Stage): Promise<SshServer> {
  const server = await startSshServer({ acceptEnv: ["A"], ...(hold && { hold }) });
  servers.push(server);
  return server;
}

/** Begins a command, and resolves with what it came to. */
const start = (type: string, inputs: Properties, timeout = 0): Promise<string> =>
  provider.create(type, inputs, { timeout }).then(
    ({ stdout, stderr }) => `${String(stdout)}\n${String(stderr)}`,
    (error: unknown) => String(error),
  );
const startRemote = (connection: Properties, timeout?: number) =>
  start(remote, { create: "x", environment: { A: "1" }, connection }, timeout);

const stages: Stage[] = ["greeting", "login", "channel", "variable", "command", "end"];

describe("a remote command goes on when customTimeouts are over while it waits for the host's", () => {
  test.each(stages)("%s", async (stage) => {
    const server = await serve(stage);
    // Less than a second is over at once.
    const made = startRemote(connectionTo(server, { perDialTimeout: 1 }), 0.5);
    await server.held;
    server.release();
    expect(await made).toContain("done");
  });
});

// One provider is cancelled once, whatever it does.
describe("cancellation", () => {
  const folder = mkdtempSync(join(tmpdir(), "cancellation-"));
  const file = (name: string) => join(folder, name);
  const waiting: Record<string, { server: SshServer; made: Promise<string> }> = {};
  const [killed, survived] = [
    "trap 'echo asked' INT TERM HUP; touch $A; while :; do sleep 0.1 >/dev/null 2>&1; done",
    "(touch $B; until [ -e $C ]; do sleep 0.1; done; echo late) & wait",
  ];
  const made: Record<string, Promise<string>> = {};

  beforeAll(async () => {
    const open = await serve();
    for (const stage of stages) {
      const server = await serve(stage);
      waiting[stage] = { server, made: startRemote(connectionTo(server)) };
    }
    for (const stage of ["greeting", "login", "forwarding"] as const) {
      const server = await serve(stage);
      const proxy = connectionTo(server);
      waiting[`bastion's ${stage}`] = { server, made: startRemote(connectionTo(open, { proxy })) };
    }
    const server = await serve("greeting");
    const proxy = connectionTo(open);
    waiting["greeting behind a bastion"] = { server, made: startRemote(connectionTo(server, { proxy })) };
    const environment = { A: file("a"), B: file("b"), C: file("c") };
    made.killed = start(local, { create: killed, environment });
    made.survived = start(local, { create: survived, environment });
    await Promise.all(Object.values(waiting).map((one) => one.server.held));
    while (!existsSync(environment.A) || !existsSync(environment.B)) await pause(50);
    provider.log.length = 0;
    const refused = { host: "127.0.0.1", port: await freePort(), dialErrorLimit: -1 };
    made.refused = start(remote, { create: "x", connection: refused });
    while (provider.log.length === 0) await pause(50);
    await provider.cancel();
    // What cancellation ends has been answered when this has.
    await provider.check(local, {});
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([...stages, "bastion's greeting", "bastion's login", "bastion's forwarding", "greeting behind a bastion"])(
    "does not end a remote command that waits for the host's %s",
    async (name) => {
      waiting[name]?.server.release();
      expect(await waiting[name]?.made).toContain("done");
    },
  );

  test("ends the dialling between two tries", async () => {
    expect(await made.refused).toContain("context canceled");
  });

  test("kills a local command without asking it", async () => {
    const text = await made.killed;
    expect(text).toContain("signal: killed: running");
    expect(text).not.toContain("\nasked");
  });

  test("does not end what a local command has started, and waits while that holds the output", async () => {
    writeFileSync(file("c"), "");
    const text = await made.survived;
    expect(text).toContain("signal: killed: running");
    expect(text).toContain("\nlate");
  });

  test("begins no local command any more", async () => {
    expect(await start(local, { create: "x" })).toContain('context canceled: running "x":');
  });
});
