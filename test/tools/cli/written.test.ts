// SPDX-License-Identifier: Apache-2.0
// Where results go that are no plain file, and hosts that share a name.
import { execFileSync } from "node:child_process";
import { lstatSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { defaultLimits } from "../../../components/health/probes";
import { readHosts } from "../../../tools/cli/hosts";
import { wayTo } from "../../components/ssh/servers";
import { type SshServer, startSshServer } from "../stand-ins/command-provider/ssh-server";
import { answer, says } from "./answers";
import { CommandLine, exported, program } from "./command-line";

const commandLine = new CommandLine();
const at = (name: string) => join(commandLine.folder, name);
let server: SshServer;

beforeAll(async () => {
  server = await startSshServer({ run: says(answer("web")) });
  const expected = { name: "web", dockerUsers: [], limits: defaultLimits };
  const web = { host: "web", connection: wayTo(server), expected };
  commandLine.state(exported("prod", [web, web]));
});
afterAll(() => {
  server.close();
  commandLine.remove();
});

test("hosts of one name have a place each in every file, and a command for one of them is refused", async () => {
  const [check, shell] = await Promise.all([
    commandLine.run(["check", "--html", "page.html", "--prometheus", "hosts.prom"]),
    commandLine.run(["shell", "web"]),
  ]);
  expect(check.status).toBe(0);
  expect(readdirSync(commandLine.folder).filter((name) => name.startsWith("page"))).toEqual([
    "page-web-2.html",
    "page-web.html",
  ]);
  const samples = readFileSync(at("hosts.prom"), "utf8").match(/^\w+\{.*\}/gm) ?? [];
  expect(samples).toContain('docker_host_healthy{host="web-2"}');
  expect(new Set(samples).size).toBe(samples.length);
  expect([shell.status, shell.stderr]).toEqual([
    2,
    "error: stack prod has more than one host web; give each a name of its own\n",
  ]);
});

test("a link and a FIFO are written through; what cannot be written is said once all else is", async () => {
  execFileSync("mkfifo", [at("fifo")]);
  commandLine.file("target.xml", "");
  symlinkSync("target.xml", at("link.xml"));
  const reader = commandLine.start("cat", ["fifo"]);
  const { status, stderr } = await commandLine.run(["check", "--junit", "/proc/x", "--prometheus", "fifo"]);
  const linked = await commandLine.run(["check", "--junit", "link.xml"]);
  expect([status, stderr]).toEqual([1, expect.stringContaining("error: /proc/x cannot be written: ")]);
  expect((await reader).stdout).toContain("docker_host_healthy");
  expect(linked.status).toBe(0);
  expect(lstatSync(at("link.xml")).isSymbolicLink()).toBe(true);
  expect(readFileSync(at("target.xml"), "utf8")).toContain("<testsuites");
});

test("stdout that is full is an error with words", async () => {
  const line = `"${process.execPath}" "${program}" user-data - >/dev/full`;
  const { status, stderr } = await commandLine.start("sh", ["-c", line], "login: rocky\n");
  expect([status, stderr]).toEqual([1, expect.stringMatching(/^error: the output cannot be written: ENOSPC/m)]);
});

test("a signal ends the Pulumi that is asked as well", async () => {
  const slow = new CommandLine();
  slow.program("pulumi", `echo $$ >'${slow.folder}/pid'; exec sleep 3600`);
  const ask = `"${process.execPath}" "${program}" check & until [ -s pid ]; do sleep 0.1; done; kill $!; wait $!`;
  const gone = 'until [ -z "$(ps -o stat= -p $(cat pid) | grep -v Z)" ]; do sleep 0.05; done';
  expect(await slow.start("sh", ["-c", `${ask}; ${gone}`])).toMatchObject({ status: 0 });
  slow.remove();
});

test.each([
  ["null", "is no state of a stack"],
  ["[null]", "is no state of a stack"],
  ['{"deployment":{"resources":[null]}}', "is no state of a stack"],
  ['{"deployment":{"resources":[{"type":"x"}]}}', "is no state of a stack"],
  [exported("prod", [{ host: "web" } as never]), "web-health-access is incomplete"],
  [
    exported("prod", [
      { host: "web", connection: { host: "h", proxyCommand: "nc" }, expected: { limits: defaultLimits } } as never,
    ]),
    "web-health-access is incomplete",
  ],
])("%.50s is refused in plain words", (text, words) => {
  expect(() => readHosts(text)).toThrow(words);
});
