// SPDX-License-Identifier: Apache-2.0
// `check ssh://`: OpenSSH's own client against a server of this process. Its configuration is another file than that of
// whoever runs the test, which is all that the `ssh` on PATH adds.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { closedPort } from "../../components/ssh/servers";
import { type SshServer, startSshServer } from "../stand-ins/command-provider/ssh-server";
import { answer, runs, saying } from "./answers";
import { CommandLine, type Ran } from "./command-line";

const commandLine = new CommandLine();
const servers: SshServer[] = [];
const ssh = execFileSync("sh", ["-c", "command -v ssh"], { encoding: "utf8" }).trim();

async function server(run: Parameters<typeof startSshServer>[0]): Promise<SshServer> {
  const started = await startSshServer(run);
  servers.push(started);
  return started;
}

/** A section of ~/.ssh/config for a server, by a name of its own. */
function section(name: string, { port, key, hostKey }: SshServer, identity = key.private): string {
  const [keyFile, known] = [join(commandLine.folder, `${name}.key`), join(commandLine.folder, `${name}.known`)];
  writeFileSync(keyFile, identity, { mode: 0o600 });
  writeFileSync(known, hostKey === "" ? "" : `[127.0.0.1]:${port} ${hostKey}\n`);
  return [
    ...[`Host ${name}`, "HostName 127.0.0.1", `Port ${port}`, "User rocky", `IdentityFile ${keyFile}`],
    ...["IdentitiesOnly yes", `UserKnownHostsFile ${known}`, "GlobalKnownHostsFile /dev/null"],
  ].join("\n  ");
}

beforeAll(async () => {
  const well = await server({ run: runs(join(commandLine.folder, "plain"), { bash: saying(answer("plain"), 0) }) });
  const ill = await server({
    run: runs(join(commandLine.folder, "broken"), { bash: saying(answer("broken", { others: { units: "fail" } }), 1) }),
  });
  const nologin = await server({
    run: (_command, channel) => {
      channel.write("This account is currently not available.\n");
      channel.exit(1);
      channel.end();
    },
  });
  const breaking = await server({
    run: (_command, channel) => {
      channel.stderr.write("pulumi-docker-host: let in\nchecking: 1 of 27\n");
      (channel as unknown as { _client: { _sock: { destroy(): void } } })._client._sock.destroy();
    },
  });
  const config = [
    section("plain", well),
    section("broken", ill),
    section("stranger", well, well.key.stranger),
    section("unknown", { ...well, hostKey: "" }),
    section("changed", { ...well, hostKey: ill.hostKey }),
    section("nologin", nologin),
    section("breaking", breaking),
    `Host hanging\n  ProxyCommand sh -c 'echo $$ >${commandLine.folder}/pid; exec sleep 3600'`,
    // What others want of their sessions must not disturb.
    "Host *\n  RequestTTY force\n  RemoteCommand false\n  LocalForward 127.0.0.1:1 127.0.0.1:1\n  ExitOnForwardFailure yes",
  ];
  commandLine.program("ssh", `exec '${ssh}' -F '${commandLine.file("config", config.join("\n"))}' "$@"`);
});
afterAll(() => {
  for (const one of servers) one.close();
  commandLine.remove();
});

const check = (target: string, ...args: string[]): Promise<Ran> =>
  commandLine.run(["check", `ssh://${target}`, "--timeout", "20", ...args]);

test("a host that works: its configuration is OpenSSH's, the report one JSON object, and no Pulumi is asked", async () => {
  commandLine.program("pulumi", `touch '${commandLine.folder}/asked'; exit 1`);
  const { status, stdout, stderr } = await check("plain", "--json", "--users", "ci,rocky", "--html", "page.html");
  expect([status, stderr]).toEqual([0, expect.stringContaining("plain: checking: 1 of 27, install\n")]);
  expect(JSON.parse(stdout)).toMatchObject({ host: "plain", healthy: true, dockerVersion: "28.5.2" });
  expect(readFileSync(join(commandLine.folder, "page.html"), "utf8")).toContain("healthy");
  expect(existsSync(join(commandLine.folder, "asked"))).toBe(false);
});

test("one that is not healthy is the same screen, without commands that need a stack", async () => {
  const { status, stdout } = await check("broken");
  expect([status, stdout]).toEqual([1, expect.stringMatching(/^✖ broken: Docker does not run \(stage units/)]);
  expect(stdout).toContain("\n  look: ssh broken\n");
});

test.each([
  ["whose key is not known", "unknown", "Host key verification failed.", "log in once with `ssh unknown`"],
  ["with another key", "changed", "the host has another key than known_hosts says", "ssh-keygen -R changed"],
  ["that refuses", "stranger", "Permission denied (publickey).", "`ssh stranger true` must work"],
  ["without a name", "no-such-host.invalid", "Could not resolve hostname", "correct the name"],
  ["with nologin", "nologin", "the login has no shell", "usermod -s /bin/bash"],
])("a host %s is refused at once, in OpenSSH's words and with what to do", async (_what, host, cause, fix) => {
  const { status, stdout } = await check(host);
  const words = stdout.replace(/\s+/g, " ");
  expect([status, words]).toEqual([1, expect.stringContaining(cause)]);
  expect(words).toContain(`fix: `);
  expect(words).toContain(fix);
  expect(stdout.trimEnd().split("\n").length).toBeLessThan(8);
});

test("where nobody listens, nobody answers or the connection breaks, it is tried again until the time is over", async () => {
  const nobody = commandLine.run(["check", `ssh://rocky@127.0.0.1:${await closedPort()}`, "--timeout", "2"]);
  const broken = commandLine.run(["check", "ssh://breaking", "--timeout", "2"]);
  const hanging = commandLine.run(["check", "ssh://hanging", "--timeout", "2"]);
  const [refused, lost, silent] = await Promise.all([nobody, broken, hanging]);
  expect([refused.status, refused.stdout]).toEqual([1, expect.stringContaining("Connection refused")]);
  expect(refused.stderr.match(/connecting|waiting/g)?.length).toBeGreaterThan(1);
  expect([lost.status, lost.stdout]).toEqual([1, expect.stringContaining("the connection is lost")]);
  expect([silent.status, silent.stdout]).toEqual([1, expect.stringContaining("neither let in nor refused")]);
  // What led there has ended as well.
  const pid = readFileSync(join(commandLine.folder, "pid"), "utf8").trim();
  const gone = `while case $(ps -o stat= -p ${pid}) in "" | Z*) false ;; esac; do sleep 0.05; done`;
  expect(await commandLine.start("sh", ["-c", gone])).toMatchObject({ status: 0 });
});

test("a host that writes without end is given up", async () => {
  const endless = new CommandLine();
  endless.program("ssh", "echo 'pulumi-docker-host: let in' >&2; exec cat /dev/zero");
  const { status, stdout } = await endless.run(["check", "ssh://plain", "--timeout", "5"]);
  endless.remove();
  const words = stdout.replace(/\s+/g, " ");
  expect([status, words]).toEqual([1, expect.stringContaining("the command wrote more than 67108864 bytes")]);
});

test("a computer without ssh is told what to install", async () => {
  const bare = new CommandLine();
  bare.env.PATH = join(bare.folder, "bin");
  const { status, stdout } = await bare.run(["check", "ssh://plain"]);
  bare.remove();
  expect([status, stdout.replace(/\s+/g, " ")]).toEqual([1, expect.stringContaining("install OpenSSH's client")]);
});
