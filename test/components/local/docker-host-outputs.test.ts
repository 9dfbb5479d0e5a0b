// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

import { LocalDockerHost } from "../../../components/local/docker-host";
import { RecordedProgram } from "../recorded-program";
import { base, connection, gated, healthy, hostKey, loginKey, programWith, report } from "./host-under-test";

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
    expect((stdin as string).split("\n").slice(0, 5)).toEqual([
      "export EXPECT_NAME='web'",
      "export EXPECT_USERS='rocky'",
      "export EXPECT_VERSION=''",
      "export EXPECT_TOTAL='900'",
      "#!/bin/bash",
    ]);
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
    expect(stdin.split("\n").slice(1, 4)).toEqual([
      "export EXPECT_USERS='rocky ci'",
      "export EXPECT_VERSION='27.5.1'",
      "export EXPECT_TOTAL='60'",
    ]);
    expect(stdin).toMatch(/^probe server 7 1 /m);
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
      dockerVersion: "27.5.1",
      health: report,
      imageName: "Rocky 9.8",
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
