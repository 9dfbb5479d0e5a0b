// SPDX-License-Identifier: Apache-2.0
// `check` of the hosts of a stack whose state is given by a stand-in for Pulumi, over our own SSH client.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import type { HostAccess } from "../../../components/health/access";
import { defaultLimits } from "../../../components/health/probes";
import { root } from "../../../tools/shared/places";
import { wayTo } from "../../components/ssh/servers";
import { type SshServer, startSshServer } from "../stand-ins/command-provider/ssh-server";
import { answer, says } from "./answers";
import { CommandLine, exported, type Ran, tooLong } from "./command-line";

const commandLine = new CommandLine();
const servers: SshServer[] = [];
let hosts: HostAccess[];

async function host(name: string, text: string): Promise<HostAccess> {
  const server = await startSshServer({ run: says(text) });
  servers.push(server);
  const expected = { name, dockerUsers: ["rocky", "ci"], limits: defaultLimits };
  return { host: name, connection: wayTo(server), expected };
}

beforeAll(async () => {
  const ill = { others: { units: "fail", selinux: "skip" }, log: ["dockerd: failed to start daemon: no <zfs>"] };
  hosts = [
    await host("web", answer("web", { others: { selinux: "skip", clock: "skip" } })),
    await host("database", answer("database", ill)),
    await host("cache", answer("cache", { others: { memory: "warn" } })),
  ];
  const [web] = hosts;
  // A Stash that was replaced stays in the state until it is deleted.
  const old = JSON.parse(exported("prod", web ? [{ ...web, host: "old" }] : [])) as {
    deployment: { resources: object[] };
  };
  const leaving = old.deployment.resources.slice(1).map((resource) => ({ ...resource, delete: true }));
  commandLine.state(exported("prod", hosts, leaving));
});
afterAll(() => {
  for (const server of servers) server.close();
  commandLine.remove();
});

describe("all hosts of a stack, of which one failed", () => {
  let ran: Ran;
  const files = ["page.html", "results.xml", "hosts.prom"].map((name) => join(commandLine.folder, name));
  const [page = "", junit = "", prometheus = ""] = files;
  beforeAll(async () => {
    ran = await commandLine.run(["check", "--all", "--html", page, "--junit", junit, "--prometheus", prometheus]);
  });

  test("each host has its rows and its verdict on stdout, in 80 columns, and the whole has failed", () => {
    const { status, stdout } = ran;
    expect(status).toBe(1);
    expect(stdout).toContain("✔ web: 26 checks passed; 2 had nothing to look at (selinux, clock)");
    expect(stdout).toContain(`Docker 28.5.2 works for rocky, ci at ssh://rocky@127.0.0.1:${servers[0]?.port}`);
    expect(stdout).toMatch(/^✖ database: Docker does not run/m);
    expect(stdout).toContain("npx pulumi-docker-host shell database --stack prod");
    expect(stdout).toContain("! memory: a detail");
    expect(stdout).toMatch(/^container +pass +1\.2 s {2}a detail/m);
    expect(stdout).not.toContain("old");
    expect(tooLong(stdout, 80)).toEqual([]);
  });

  test("what goes on is on stderr, in plain lines without colour or redrawing", () => {
    expect(ran.stderr).toContain("web: checking: 1 of 27, install\n");
    // eslint-disable-next-line no-control-regex -- escape sequences
    expect(ran.stdout + ran.stderr).not.toMatch(/[\x1b\r]/);
  });

  test("each host has its page", () => {
    const pages = readdirSync(commandLine.folder).filter((file) => file.endsWith(".html"));
    expect(pages.sort()).toEqual(["page-cache.html", "page-database.html", "page-web.html"]);
    expect(readFileSync(join(commandLine.folder, "page-database.html"), "utf8")).toContain("not healthy");
  });

  test("the XML has a suite for each host and a case for each probe, and any parser reads it", () => {
    const read = `
import json, sys, xml.etree.ElementTree as tree
suites = tree.parse(sys.argv[1]).getroot()
print(json.dumps([[dict(s.attrib), [[c.get("name"), [dict(o.attrib, tag=o.tag, text=o.text) for o in c]] for c in s]] for s in suites]))`;
    const suites = JSON.parse(execFileSync("python3", ["-c", read, junit], { encoding: "utf8" })) as Suite[];
    expect(suites.map(([{ name, tests, failures, skipped }]) => [name, tests, failures, skipped])).toEqual([
      ["web", "28", "0", "2"],
      ["database", "7", "1", "0"],
      ["cache", "28", "0", "0"],
    ]);
    const [last] = (suites[1]?.[1] ?? []).slice(-1);
    expect(last).toEqual(["units", [expect.objectContaining({ tag: "failure", type: "Docker does not run" })]]);
    expect(last?.[1][0]?.text).toContain("no <zfs>");
    expect(suites[0]?.[1].find(([name]) => name === "clock")?.[1][0]).toMatchObject({ tag: "skipped" });
  });

  test("the metrics have a type and a help for each name, and each line is one that Prometheus reads", () => {
    const lines = readFileSync(prometheus, "utf8").trimEnd().split("\n");
    const sample = /^(\w+)\{\w+="(?:[^"\\\n]|\\["\\n])*"(?:,\w+="(?:[^"\\\n]|\\["\\n])*")*\} -?[\d.]+$/;
    const names = lines.filter((line) => line.startsWith("# TYPE ")).map((line) => line.split(" ")[2]);
    expect(lines.filter((line) => line.startsWith("# HELP ")).map((line) => line.split(" ")[2])).toEqual(names);
    const samples = lines.filter((line) => !line.startsWith("#"));
    expect(samples.filter((line) => !names.includes(sample.exec(line)?.[1]))).toEqual([]);
    expect(lines).toEqual(
      expect.arrayContaining([
        'docker_host_healthy{host="web"} 1',
        'docker_host_healthy{host="database"} 0',
        'docker_host_probe_status{host="database",probe="units",status="fail"} 1',
        'docker_host_probe_status{host="database",probe="units",status="pass"} 0',
        'docker_host_probe_seconds{host="cache",probe="memory"} 1.234',
      ]),
    );
    expect(new Set(names)).toEqual(new Set(samples.map((line) => sample.exec(line)?.[1])));
    expect(readdirSync(commandLine.folder).filter((file) => file.startsWith("."))).toEqual([]);
  });
});

interface Outcome {
  tag: string;
  text: string | null;
}
type Suite = [{ name: string; tests: string; failures: string; skipped: string }, [string, Outcome[]][]];

test("--json has a list for a stack, with the failure; a person finds it on stderr", async () => {
  const { status, stdout, stderr } = await commandLine.run(["check", "--json", "--stack", "prod"]);
  expect(status).toBe(1);
  const reports = JSON.parse(stdout) as { host: string; healthy: boolean; failure?: { stage: string } }[];
  expect(reports.map(({ host, healthy, failure }) => [host, healthy, failure?.stage])).toEqual([
    ["web", true, undefined],
    ["database", false, "units"],
    ["cache", true, undefined],
  ]);
  expect(stderr).toContain("✖ database: Docker does not run");
  expect(stdout + stderr).not.toContain("PRIVATE KEY");
  expect(readFileSync(join(commandLine.folder, "asked"), "utf8")).toContain(
    "stack export --show-secrets --non-interactive --stack prod",
  );
});

test("in a clone the stack is that of `npm start`, with the Pulumi that it has left", async () => {
  const clone = new CommandLine();
  for (const folder of ["cloud-init", "components", "stacks", "tools/cli", "package.json"])
    cpSync(join(root, folder), join(clone.folder, folder), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(clone.folder, "node_modules"));
  mkdirSync(join(clone.folder, ".pulumi-local"));
  clone.program("pulumi", 'echo "$*" >asked; cat "$STATE"');
  const own = {
    path: [join(clone.folder, "bin")],
    env: { STATE: clone.file("state.json", exported("start", hosts.slice(1, 2))) },
  };
  clone.file(".pulumi-local/pulumi.json", JSON.stringify(own));
  clone.env.PATH = commandLine.env.PATH;
  const { stdout, stderr } = await clone.start(process.execPath, [join(clone.folder, "tools/cli/bin.js"), "check"]);
  const written = (name: string) => readFileSync(join(clone.folder, name), "utf8");
  expect(stdout).toContain("npx pulumi-docker-host diagnostics database --stack start");
  expect(stderr).toContain("as a page: .pulumi-local/health.html\n");
  expect(written(".pulumi-local/health.html")).toContain("database");
  expect(written("asked")).toContain("--stack start");
  clone.remove();
});

test("one host is named, folded: what is not a pass, then what to use", async () => {
  const { status, stdout } = await commandLine.run(["check", "web"]);
  expect([status, stdout.trimEnd().split("\n").length]).toEqual([0, 2]);
  expect(stdout).toMatch(/^✔ 26 checks passed; 2 had nothing to look at \(selinux, clock\), in \d+ s\nDocker 28/);
});

test.each([
  [["check", "databse"], 'stack prod has no host "databse"; did you mean "database"?'],
  [["shell"], "stack prod has 3 Docker hosts; name one of web, database, cache"],
  [["check", "--users", "ci"], "--users is for ssh:// only; the stack says what its hosts have"],
])("%j is wrong use", async (args, message) => {
  expect(await commandLine.run(args)).toMatchObject({ status: 2, stdout: "", stderr: `error: ${message}\n` });
});
