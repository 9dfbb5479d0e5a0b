// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";

import type { KeyPair } from "../../../cloud-init";
import { dockerNetworks } from "../../../cloud-init/docker-networks";
import { checkCommand } from "../../../components/health/check-command";
import { LocalDockerHost } from "../../../components/local/docker-host";
import { RecordedProgram } from "../recorded-program";
import {
  base,
  connection,
  directory,
  gated,
  healthy,
  hostKey,
  isCheck,
  loginKey,
  orderOf,
  programWith,
  report,
  summary,
} from "./host-under-test";

/** The one-line settings at the head of the check's script. */
function settings(script: string): Record<string, string> {
  const lines = [...script.matchAll(/^export (EXPECT_\w+)='([^'\n]*)'$/gm)];
  return Object.fromEntries(lines.map(([, name = "", value = ""]) => [name, value]));
}

describe("the health check", () => {
  test("is one command on this computer, which is told everything in secret", async () => {
    const { program } = await programWith();
    expect(program.find("web-health-check").inputs).toEqual({
      ...checkCommand("web"),
      stdin: { secret: expect.any(String) as string },
      triggers: ["web-machine-1f2e", "1"],
    });
  });

  test('with keyType "ecdsa", comes with keys of that kind to a machine that is told of them', async () => {
    const { program } = await programWith({ keyType: "ecdsa" });
    const { input: own } = program.find("web-host-key-ecdsa").inputs as { input: { secret: KeyPair } };
    const { input: login } = program.find("web-login-key-ecdsa").inputs as { input: { secret: KeyPair } };
    const { hostKey: pinned, privateKey } = orderOf(program).connection;
    expect(pinned).toMatch(/^ecdsa-sha2-nistp256 /);
    expect([pinned, privateKey]).toEqual([own.secret.publicKey.trim(), login.secret.privateKey]);
    const { secret: userData } = program.find("web-machine").inputs.stdin as { secret: string };
    expect(parse(userData)).toMatchObject({
      ssh_keys: { ecdsa_private: own.secret.privateKey, ecdsa_public: own.secret.publicKey.trim() },
      ssh_authorized_keys: [login.secret.publicKey.trim()],
    });
  });

  test("is told the pinned connection, the limits, and what to look at where nobody answers", async () => {
    const { program } = await programWith();
    const { script, ...order } = orderOf(program);
    expect(order).toEqual({
      host: "web",
      connection,
      limits: { ssh: 300, total: 900 },
      unreachableHint: 'where that stays empty, set accelerator: "tcg"',
      consoleLog: join(directory, "console.log"),
      boots: true,
      dockerNetworks: dockerNetworks({}),
      look: ["shell", "diagnostics"].map((what) => `npx pulumi-docker-host ${what} web --stack stack`),
    });
    expect(settings(script)).toMatchObject({
      EXPECT_NAME: "web",
      EXPECT_USERS: "rocky",
      EXPECT_VERSION: "",
      EXPECT_INSTALLED: "1",
      EXPECT_STRICT: "0",
      EXPECT_SMOKE_IMAGE: "",
    });
  });

  test("expects what the arguments name", async () => {
    const { program } = await programWith({
      users: [{ name: "ci" }],
      dockerUsers: ["rocky", "ci"],
      docker: { version: "27.5.1" },
      health: { total: 60, dockerd: 7 },
    });
    const { script, limits } = orderOf(program);
    expect(limits).toEqual({ ssh: 300, total: 60 });
    expect(settings(script)).toMatchObject({
      EXPECT_USERS: "rocky ci",
      EXPECT_VERSION: "27.5.1",
    });
    expect(script).toMatch(/^probe server 7 1 /m);
  });

  test("expects the daemon's configuration that the machine was given, without its values", async () => {
    const { program } = await programWith({
      docker: { daemonConfig: { "log-driver": "journald", proxies: { "http-proxy": "http://a:hunter2@proxy" } } },
    });
    const { script } = orderOf(program);
    expect(script).toMatch(/\|is\|log-driver\|journald$/m);
    expect(script).toMatch(/^(export EXPECT_DAEMON_JSON=')?proxies [0-9a-f]{64}$/m);
    expect(script).not.toContain("hunter2");
  });

  test("options of the check reach it", async () => {
    const { program } = await programWith({ health: { strict: true, smokeImage: "hello", triggers: ["again"] } });
    expect(settings(orderOf(program).script)).toMatchObject({ EXPECT_STRICT: "1", EXPECT_SMOKE_IMAGE: "hello" });
    expect(program.find("web-health-check").inputs.triggers).toEqual(["web-machine-1f2e", "1", "again"]);
  });

  const agent = { name: "agent", command: "systemctl is-active agent", hint: "start it" };

  test("probes of one's own reach it, and are kept with how to enter the host", async () => {
    const { program } = await programWith({
      health: { probes: [{ ...agent, user: pulumi.output("ci"), limitSeconds: 5 }] },
    });
    const { script, hints } = orderOf(program);
    expect(script).toContain("\nown_probe_1() { own_probe 'ci' 0 'systemctl is-active agent'; }\n");
    expect(script).toMatch(/^probe agent 5 1 own_probe_1 "30 of 30" /m);
    expect(hints).toEqual({ agent: "start it" });
    const { secret } = program.find("web-health-access").inputs.input as { secret: string };
    expect(JSON.parse(secret)).toMatchObject({ expected: { probes: [{ ...agent, user: "ci", limitSeconds: 5 }] } });
  });

  test("what a probe with a secret says is not to be shown, nor a hint that is one", async () => {
    const secrets = { command: pulumi.secret("echo hunter2"), hint: pulumi.secret("hunter3") };
    const { program, outputs } = await programWith({
      health: {
        probes: [
          { ...agent, ...secrets },
          { ...agent, name: "b" },
        ],
      },
    });
    const { script, hints } = orderOf(program);
    expect(script).toContain("\nown_probe_1() { own_probe '' 1 'echo hunter2'; }\nown_probe_2() { own_probe '' 0 ");
    expect(hints).toEqual({ agent: "its hint is a secret, and so is not shown", b: "start it" });
    const open = (value: unknown): unknown =>
      JSON.stringify(value, (_key, member: unknown) =>
        typeof member === "object" && member !== null && "secret" in member ? "[secret]" : member,
      );
    expect(open([program.registrations, outputs])).not.toMatch(/hunter[23]/);
  });

  test("other probes of one's own make another check, and nothing else", async () => {
    const { program: before } = await programWith({ health: { probes: [agent] } });
    const { program: after } = await programWith({ health: { probes: [{ ...agent, command: "true" }] } });
    const changed = after.registrations.filter(
      ({ name, inputs }) => JSON.stringify(inputs) !== JSON.stringify(before.find(name).inputs),
    );
    const keys = ["web-host-key", "web-login-key"]; // the mocks keep those of the first time
    expect(changed.map(({ name }) => name).filter((name) => !keys.includes(name))).toEqual([
      "web-health-access",
      "web-health-check",
    ]);
    const { triggers } = after.find("web-health-check").inputs;
    expect(triggers).toEqual(before.find("web-health-check").inputs.triggers);
  });

  test("with rebootCheck the host is restarted after the check and checked again, and that report counts", async () => {
    const { program, outputs } = await programWith({ health: { rebootCheck: true } });
    const names = program.registrations.map(({ name }) => name).filter((name) => name.startsWith("web-health-"));
    expect(names).toEqual(["web-health-access", "web-health-check", "web-health-restart", "web-health-recheck"]);
    const again = orderOf(program, "web-health-recheck").script;
    expect(again).toContain("\nprobe reboot 600 1 check_reboot ");
    expect(again).toContain("\nprobe restart 120 1 check_restart ");
    expect(orderOf(program, "web-health-restart").script).toMatch(/\nrestart_machine\n$/);
    expect(outputs.health).toEqual(report);
  });
});

describe("the outputs", () => {
  test("say how to use the host; what opens it is secret", async () => {
    const { outputs } = await programWith({ sshPort: 2022 });
    expect(outputs).toEqual({
      address: "127.0.0.1",
      port: 2022,
      privateAddress: "",
      user: "rocky",
      dockerHost: "ssh://rocky@127.0.0.1:2022",
      knownHosts: `[127.0.0.1]:2022 ${hostKey.publicKey.split(" ").slice(0, 2).join(" ")}`,
      sshConfig: "Host web\n  HostName 127.0.0.1\n  Port 2022\n  User rocky\n",
      proxyCommand: [],
      privateKey: { secret: loginKey.privateKey },
      connection: { secret: { ...connection, port: 2022 } },
      machineId: "web-machine-1f2e",
      imageName: "Rocky 9.8",
      dockerVersion: "27.5.1",
      summary,
      health: report,
    });
  });

  test("name the address in a private network, without its prefix", async () => {
    const { outputs } = await programWith({ privateNetwork: { address: "10.70.0.11/24" } });
    expect(outputs.privateAddress).toBe("10.70.0.11");
  });

  // That none resolves in a few turns of the event loop proves less than that none would ever resolve; that they hang
  // on the check itself shows in failing-host.test.ts.
  test("wait for the health check", async () => {
    let pass = () => {};
    const passed = new Promise<void>((resolve) => (pass = resolve));
    let begin = () => {};
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const program = await RecordedProgram.start(async (registered) => {
      if (!isCheck(registered)) return healthy(registered);
      begin();
      await passed;
      return healthy(registered);
    });
    const host = new LocalDockerHost("web", base);
    const resolved: string[] = [];
    for (const name of gated) (host[name] as pulumi.Output<unknown>).apply(() => resolved.push(name));
    await begun;
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect(resolved).toEqual([]);
    pass();
    await program.outputsOf(host);
    expect(resolved.sort()).toEqual([...gated].sort());
  });
});
