// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";

import { sshWay, sshWayProblems, withAgent } from "../../../components/docker-provider/ssh-way";
import { makeKeyPair } from "../../../components/key-pair";
import type { Connection } from "../../../components/ssh/connection";

const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJUHg9E6j4PGhTF0SN9MqM1DQUlbMBRfbUGp6Tfyhvx+";
const { privateKey } = makeKeyPair("login");
const folder = "~/.local/state/a folder/50%";
const web: Connection = { host: "192.0.2.1", user: "rocky", privateKey, hostKey };
const bastion = { host: "198.51.100.1", port: 2022, user: "jump", privateKey, hostKey };

/** What OpenSSH itself makes of the options. */
function asSsh(connection: Connection, folderAsSsh = folder): Record<string, string[]> {
  const { sshOpts, host } = sshWay(connection, folderAsSsh);
  const { port, hostname } = new URL(host);
  const { status, stdout, stderr } = spawnSync(
    "ssh",
    ["-F", "none", "-G", "-T", "-p", port, ...sshOpts, "--", hostname],
    {
      encoding: "utf8",
    },
  );
  expect([status, stderr]).toEqual([0, ""]);
  const settings: Record<string, string[]> = {};
  for (const line of stdout.trim().split("\n")) {
    const [name = "", ...values] = line.split(" ");
    (settings[name] ??= []).push(values.join(" "));
  }
  return settings;
}

test("the whole of a way to a host of ours: its key and no other, its own key, and nobody is asked anything", () => {
  expect(sshWay(web, "~/files")).toEqual({
    host: "ssh://rocky@192.0.2.1:22",
    sshOpts: [
      ...["-o", "BatchMode=yes"],
      ...["-o", 'IdentityFile="~/files/key"', "-o", "IdentitiesOnly=yes"],
      ...["-o", 'UserKnownHostsFile="~/files/known_hosts"', "-o", "StrictHostKeyChecking=yes"],
      ...["-o", "ConnectTimeout=30", "-o", "ServerAliveInterval=15"],
    ],
    files: { key: privateKey, known_hosts: `192.0.2.1 ${hostKey}\n` },
  });
});

test("OpenSSH reads the options so, also where a path has a blank or a percent sign", () => {
  expect(asSsh(web)).toMatchObject({
    batchmode: ["yes"],
    identitiesonly: ["yes"],
    identityfile: [`${folder.replace("%", "%%")}/key`],
    stricthostkeychecking: ["true"],
    connecttimeout: ["30"],
  });
});

test("a port of its own stands in the line of known_hosts, and an address of IPv6 in brackets in the URL", () => {
  const { host, files } = sshWay({ ...web, host: "2001:db8::1", port: 2222 }, folder);
  expect(host).toBe("ssh://rocky@[2001:db8::1]:2222");
  expect(files.known_hosts).toBe(`[2001:db8::1]:2222 ${hostKey}\n`);
});

test("a host whose key nobody has pinned is trusted at first sight, as the check does", () => {
  const { hostKey: _, ...unknown } = web;
  expect(asSsh(unknown).stricthostkeychecking).toEqual(["accept-new"]);
  expect(sshWay(unknown, folder).files.known_hosts).toBe("");
});

test("without a key, no file of one is named, so that the agent is asked, and the user's own known_hosts counts as well", () => {
  const { privateKey: _, ...agent } = web;
  const { sshOpts, files } = sshWay({ ...agent, agentSocketPath: "/run/agent" }, "~/files");
  expect(sshOpts.join(" ")).not.toMatch(/IdentityFile|IdentitiesOnly/);
  expect(sshOpts).toEqual(
    expect.arrayContaining([
      'IdentityAgent="/run/agent"',
      'UserKnownHostsFile="~/files/known_hosts" ~/.ssh/known_hosts',
    ]),
  );
  expect(Object.keys(files)).toEqual(["known_hosts"]);
});

test("where an agent is to log in, no key and no password of either is used or complained of", () => {
  const locked = { ...bastion, password: "hunter2", privateKeyPassword: "hunter2" };
  const byAgent = withAgent({ ...web, proxy: locked });
  expect([...sshWayProblems(byAgent)]).toEqual([]);
  const { sshOpts, files } = sshWay(byAgent, "~/files");
  expect(Object.keys(files).sort()).toEqual(["bastion-known_hosts", "known_hosts"]);
  expect(sshOpts.join(" ")).not.toMatch(/IdentityFile|IdentitiesOnly/);
});

test("a program that leads to the host is ssh's own ProxyCommand, whose words the shell leaves as they are", () => {
  const proxyCommand = [
    "aws",
    "ssm",
    "start-session",
    "--target",
    "%h",
    "--parameters",
    "portNumber=%p",
    "100%% $HOME",
  ];
  const [text = ""] = asSsh({ ...web, host: "i-0a", proxyCommand }).proxycommand ?? [];
  const shown = spawnSync("bash", ["-c", `printf '%s\\n' ${text.replaceAll("%%", "%")}`], { encoding: "utf8" }).stdout;
  expect(shown.trimEnd().split("\n")).toEqual(
    "aws ssm start-session --target i-0a --parameters portNumber=22".split(" ").concat("100% $HOME"),
  );
});

test("a bastion has a key and a known key of its own, and another ssh goes there", () => {
  const { sshOpts, files } = sshWay({ ...web, proxy: bastion }, "~/files");
  expect(Object.keys(files).sort()).toEqual(["bastion-key", "bastion-known_hosts", "key", "known_hosts"]);
  expect(files["bastion-known_hosts"]).toBe(`[198.51.100.1]:2022 ${hostKey}\n`);
  expect(sshOpts.at(-1)).toBe(
    "ProxyCommand=ssh -o BatchMode=yes -o 'IdentityFile=\"~/files/bastion-key\"' -o IdentitiesOnly=yes " +
      "-o 'UserKnownHostsFile=\"~/files/bastion-known_hosts\"' -o StrictHostKeyChecking=yes -o ConnectTimeout=30 " +
      "-o ServerAliveInterval=15 -l jump -p 2022 -W 192.0.2.1:22 -- 198.51.100.1",
  );
});

test("no part of a key is in the options", () => {
  const { sshOpts } = sshWay({ ...web, proxy: bastion }, folder);
  for (const line of privateKey.trim().split("\n")) expect(sshOpts.join(" ")).not.toContain(line);
});

test("a password or a passphrase is refused by its path, all at once, as nobody sits at that ssh", () => {
  const locked = { host: "198.51.100.1", privateKey, privateKeyPassword: "hunter2" };
  const problems = [...sshWayProblems({ host: "192.0.2.1", password: "hunter2", proxy: locked })];
  expect(problems.map(({ path }) => path)).toEqual(["connection.password", "connection.proxy.privateKeyPassword"]);
  expect(JSON.stringify(problems)).not.toContain("hunter2");
  expect([...sshWayProblems({ ...web, proxy: bastion })]).toEqual([]);
});
