// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { problemsByRow } from "../../../components/arguments/check";
import { nothing } from "../../../components/arguments/row";
import { awsHostProblems } from "../../../components/aws/problems";
import { gcpHostProblems } from "../../../components/gcp/problems";
import { hostHealthProblems } from "../../../components/health/rules";
import { makeKeyPair } from "../../../components/key-pair";
import { proxy } from "../../../components/ssh/rules";

const { privateKey, publicKey } = makeKeyPair("login");
const wrong = { host: "bastion", port: 70_000, privateKey: "nonsense", hostKey: "192.0.2.1 ssh-ed25519 AAAA" };
const paths = (path: string) => ["port", "privateKey", "hostKey"].map((member) => `${path}.${member}`);

test("nothing is wrong with what reaches a host, nor with what comes late", () => {
  const late = pulumi.output("later");
  for (const endpoint of [
    undefined,
    { host: "a" },
    { host: "a", port: 22, privateKey, hostKey: publicKey },
    { host: "a", port: pulumi.output(0), privateKey: late, hostKey: late },
    { host: "a", privateKey: "of which a passphrase decides", privateKeyPassword: late },
    pulumi.output(wrong),
  ])
    expect(problemsByRow({ proxy: endpoint }, { proxy: nothing(proxy) })).toEqual([]);
});

test.each([0, -1, 1.5, 65_536, "22", NaN])("%p is no port", (port) => {
  const connection = { host: "a", port };
  expect(hostHealthProblems({ connection: connection as never, dockerUsers: [] }).map(({ path }) => path)).toEqual([
    "connection.port",
  ]);
});

test("every mistake is named by the caller's own path, on each platform and for anybody's host", () => {
  const named = (found: { path: string }[]) => found.map(({ path }) => path).filter((path) => path.includes("proxy."));
  expect(named(awsHostProblems({ proxy: wrong }))).toEqual(paths("proxy"));
  expect(named(gcpHostProblems("web", { zone: "europe-west1-b", proxy: wrong }))).toEqual(paths("proxy"));
  const connection = { ...wrong, proxy: wrong };
  expect(hostHealthProblems({ connection, dockerUsers: [] }).map(({ path }) => path)).toEqual([
    ...paths("connection"),
    ...paths("connection.proxy"),
  ]);
});

test("a host is not reached in two ways", () => {
  const connection = { host: "a", proxy: { host: "b" }, proxyCommand: ["relay"] };
  expect(hostHealthProblems({ connection, dockerUsers: [] })).toEqual([
    {
      severity: "error",
      path: "connection.proxyCommand",
      message: "is another way to the host than proxy; remove one of the two",
      code: "connection/proxyCommand",
    },
  ]);
});
