// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { HostHealth } from "../../../components/health";
import type { LocalDockerHostArgs } from "../../../components/local/args";
import { publicTexts, RecordedProgram } from "../recorded-program";
import { connection, healthy, hostKey, loginKey, orderOf, programWith } from "./host-under-test";

describe("the keys", () => {
  test("that are in the state are used, not the new ones of this run", async () => {
    const { program } = await programWith();
    const userData = program.find("web-machine").inputs.stdin as { secret: string };
    expect(userData.secret).toContain(`- ${loginKey.publicKey}\n`);
    expect(userData.secret).toContain(hostKey.publicKey);
    expect(orderOf(program).connection).toEqual(connection);
  });

  test("that each run offers are new ones, and secret", async () => {
    const offered = [];
    for (const { program } of [await programWith(), await programWith()]) {
      for (const name of ["web-host-key", "web-login-key"]) offered.push(program.find(name).inputs.input);
    }
    const form = {
      secret: {
        privateKey: expect.stringContaining("PRIVATE KEY") as string,
        publicKey: expect.stringMatching(/^ssh-ed25519 /) as string,
      },
    };
    expect(offered).toEqual([form, form, form, form]);
    expect(new Set(offered.map((offer) => JSON.stringify(offer))).size).toBe(4);
  });
});

const password = "correct horse battery staple";

test("what the check of anybody's host is told is secret, also where its password is not marked so", async () => {
  const program = await RecordedProgram.start(healthy);
  const connection = { host: "192.0.2.1", password, proxy: { host: "192.0.2.2", password } };
  await program.outputsOf(new HostHealth("web-health", { connection, dockerUsers: ["rocky"] }));
  expect(orderOf(program).connection).toEqual(connection);
  expect(publicTexts(program.find("web-health-check").inputs).join("\n")).not.toContain(password);
});

describe("secrets", () => {
  test.each<[string, Partial<LocalDockerHostArgs>]>([
    ["by default", {}],
    ["with a secret in cloudConfig", { cloudConfig: { chpasswd: { list: pulumi.secret(password) } } }],
    ["with a plain password in cloudConfig", { cloudConfig: { chpasswd: { list: password } } }],
  ])("stand in no input or output that is not secret, %s", async (_when, args) => {
    const { program, outputs } = await programWith(args);
    const texts = publicTexts([program.registrations.map(({ inputs }) => inputs), outputs]).join("\n");
    expect(texts).toContain("health check of docker host web");
    // What every OpenSSH private key begins with, in base64; the health script itself knows the words around it.
    expect(texts).not.toContain("b3BlbnNzaC1rZXktdjE");
    expect(texts).not.toContain("#cloud-config");
    expect(texts).not.toContain(password);
    const keyLines = [hostKey, loginKey].flatMap(({ privateKey }) => privateKey.split("\n").slice(2, -3));
    expect(keyLines.filter((line) => texts.includes(line))).toEqual([]);
  });
});
