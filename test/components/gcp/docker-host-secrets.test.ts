// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import type { GcpDockerHostArgs } from "../../../components/gcp/args";
import { publicTexts } from "../recorded-program";
import { hostKey, loginKey, metadataOf, orderOf, ownHostKey, programWith } from "./host-under-test";

const password = "correct horse battery staple";

test.each<[string, Partial<GcpDockerHostArgs>]>([
  ["by default", {}],
  ["with an injected host key", { hostKeyFrom: "injected" }],
  ["with a secret in cloudConfig", { cloudConfig: { chpasswd: { list: pulumi.secret(password) } } }],
  ["with a secret in metadata", { metadata: { password: pulumi.secret(password) } }],
])("no secret stands in an input or output that is not secret, %s", async (_when, args) => {
  const { program, outputs } = await programWith(args);
  const { instance: _instance, firewall: _firewall, ...plain } = outputs;
  const texts = publicTexts([program.registrations.map(({ inputs }) => inputs), plain]).join("\n");
  expect(texts).toContain("health check of docker host web");
  expect(texts).not.toContain("b3BlbnNzaC1rZXktdjE");
  expect(texts).not.toContain("#cloud-config");
  expect(texts).not.toContain(password);
  const keyLines = [hostKey, loginKey].flatMap(({ privateKey }) => privateKey.split("\n").slice(2, -3));
  expect(keyLines.filter((line) => texts.includes(line))).toEqual([]);
});

test("what Google gives back of the metadata is secret as well", async () => {
  const { program } = await programWith({});
  expect(program.find("web-machine").additionalSecretOutputs).toContain("metadata");
});

describe("the machine's own key is", () => {
  const pinned = async (args: Partial<GcpDockerHostArgs>) => {
    const { program, outputs } = await programWith(args);
    const userData = metadataOf(program.find("web-machine").inputs)["user-data"] ?? "";
    return {
      pinned: orderOf(program).connection.hostKey,
      told: userData.includes("ed25519_private"),
      knownHosts: outputs.knownHosts,
    };
  };

  test("the one that it has published, by default", async () => {
    const knownHosts = `198.51.100.4 ${ownHostKey}`;
    expect(await pinned({})).toEqual({ pinned: ownHostKey, told: false, knownHosts });
  });

  test("ours, where it is injected", async () => {
    const key = hostKey.publicKey.trim();
    const knownHosts = `198.51.100.4 ${key.split(" ").slice(0, 2).join(" ")}`;
    expect(await pinned({ hostKeyFrom: "injected" })).toEqual({ pinned: key, told: true, knownHosts });
  });

  test("not known, where nobody checks it", async () => {
    expect(await pinned({ hostKeyFrom: "unchecked" })).toEqual({ pinned: undefined, told: false, knownHosts: "" });
  });
});
