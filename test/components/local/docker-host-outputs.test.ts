// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

import { LocalDockerHost } from "../../../components/local/docker-host";
import { RecordedProgram } from "../recorded-program";
import { base, connection, gated, healthy, hostKey, loginKey, programWith, report, summary } from "./host-under-test";

/** The one-line settings at the head of the check's script. */
function settings(stdin: unknown): Record<string, string> {
  const lines = [...String(stdin).matchAll(/^export (EXPECT_\w+)='([^'\n]*)'$/gm)];
  return Object.fromEntries(lines.map(([, name = "", value = ""]) => [name, value]));
}

describe("the health check", () => {
  test("is one command over a pinned connection, bounded in the guest", async () => {
    const { program } = await programWith();
    const { stdin, ...inputs } = program.find("web-health-check").inputs;
    expect(inputs).toEqual({
      connection: { secret: connection },
      create: `$([ "$(id -u)" = 0 ] || echo sudo -n) timeout -k 10 960 bash -s`,
      triggers: ["web-machine-1f2e", "1"],
      addPreviousOutputInEnv: false,
      logging: "stderr",
    });
    expect(settings(stdin)).toMatchObject({
      EXPECT_NAME: "web",
      EXPECT_USERS: "rocky",
      EXPECT_VERSION: "",
      EXPECT_INSTALLED: "1",
      EXPECT_STRICT: "0",
      EXPECT_SMOKE_IMAGE: "",
      EXPECT_SSH: "ssh -p 2222 rocky@127.0.0.1",
      EXPECT_TOTAL: "900",
    });
  });

  test("expects what the arguments name", async () => {
    const { program } = await programWith({
      users: [{ name: "ci" }],
      dockerUsers: ["rocky", "ci"],
      docker: { version: "27.5.1" },
      health: { total: 60, dockerd: 7 },
    });
    const { stdin, create } = program.find("web-health-check").inputs as { stdin: string; create: string };
    expect(create).toMatch(/ timeout -k 10 120 bash -s$/);
    expect(settings(stdin)).toMatchObject({
      EXPECT_USERS: "rocky ci",
      EXPECT_VERSION: "27.5.1",
      EXPECT_TOTAL: "60",
    });
    expect(stdin).toMatch(/^probe server 7 1 /m);
  });

  test("expects the daemon's configuration that the machine was given, without its values", async () => {
    const { program } = await programWith({
      docker: { daemonConfig: { "log-driver": "journald", proxies: { "http-proxy": "http://a:hunter2@proxy" } } },
    });
    const { stdin } = program.find("web-health-check").inputs as { stdin: string };
    expect(stdin).toMatch(/\|is\|log driver\|journald$/m);
    expect(stdin).toMatch(/^(export EXPECT_DAEMON_JSON=')?proxies [0-9a-f]{64}$/m);
    expect(stdin).not.toContain("hunter2");
  });

  test("options of the check reach it", async () => {
    const { program } = await programWith({ health: { strict: true, smokeImage: "hello", triggers: ["again"] } });
    const { stdin, triggers } = program.find("web-health-check").inputs as { stdin: string; triggers: string[] };
    expect(settings(stdin)).toMatchObject({ EXPECT_STRICT: "1", EXPECT_SMOKE_IMAGE: "hello" });
    expect(triggers).toEqual(["web-machine-1f2e", "1", "again"]);
  });

  test("with rebootCheck the host is restarted after the check and checked again, and that report counts", async () => {
    const { program, outputs } = await programWith({ health: { rebootCheck: true } });
    const names = program.registrations.map(({ name }) => name).filter((name) => name.startsWith("web-health-"));
    expect(names).toEqual(["web-health-check", "web-health-restart", "web-health-recheck"]);
    const again = program.find("web-health-recheck").inputs as { stdin: string };
    expect(again.stdin).toContain("\nprobe reboot 600 1 check_reboot ");
    expect(again.stdin).toContain("\nprobe restart 120 1 check_restart ");
    expect(program.find("web-health-restart").inputs.stdin).toMatch(/\nrestart_machine\n$/);
    expect(outputs.health).toEqual(report);
  });
});

describe("the outputs", () => {
  test("say how to use the host; what opens it is secret", async () => {
    const { outputs } = await programWith({ sshPort: 2022 });
    const { dialErrorLimit: _limit, perDialTimeout: _timeout, ...opened } = { ...connection, port: 2022 };
    expect(outputs).toEqual({
      address: "127.0.0.1",
      port: 2022,
      user: "rocky",
      dockerHost: "ssh://rocky@127.0.0.1:2022",
      knownHosts: `[127.0.0.1]:2022 ${hostKey.publicKey.split(" ").slice(0, 2).join(" ")}`,
      privateKey: { secret: loginKey.privateKey },
      connection: { secret: opened },
      machineId: "web-machine-1f2e",
      imageName: "Rocky 9.8",
      dockerVersion: "27.5.1",
      summary,
      health: report,
    });
  });

  // That none resolves in a few turns of the event loop proves less than that none would ever resolve; that they hang
  // on the check itself shows in failing-host.test.ts.
  test("wait for the health check", async () => {
    let pass = () => {};
    const passed = new Promise<void>((resolve) => (pass = resolve));
    let begin = () => {};
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const program = await RecordedProgram.start(async (registered) => {
      if (registered.type !== "command:remote:Command") return healthy(registered);
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
