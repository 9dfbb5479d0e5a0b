// SPDX-License-Identifier: Apache-2.0
// What every command has: help with an example, in as many columns as there are, and a line or two where it is used wrongly.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { render } from "../../../cloud-init";
import { defaultLimits } from "../../../components/health/probes";
import { root } from "../../../tools/shared/places";
import { specOf } from "../../cloud-init/spec-of";
import { wayTo } from "../../components/ssh/servers";
import { startSshServer } from "../stand-ins/command-provider/ssh-server";
import { answer, says } from "./answers";
import { CommandLine, exported, program, type Ran, tooLong } from "./command-line";

const commandLine = new CommandLine();
afterAll(() => commandLine.remove());

const commands = ["check", "shell", "diagnostics", "user-data", "validate", "reap", "bake"];
const all = (lines: string[][]): Promise<Ran[]> => Promise.all(lines.map((line) => commandLine.run(line)));

test("each command has its help, with examples and exit statuses, in 80 columns", async () => {
  const [top, ...helps] = await all([["help"], ...commands.map((command) => [command, "--help"])]);
  for (const command of commands) expect(top?.stdout).toMatch(new RegExp(`^  ${command} `, "m"));
  for (const [i, help] of [top, ...helps].entries()) {
    expect([help?.status, help?.stderr]).toEqual([0, ""]);
    expect(help?.stdout).toContain(`Examples:\n  pulumi-docker-host ${commands[i - 1] ?? ""}`);
    expect(help?.stdout).toMatch(/^Exit status: 0 [^]*; 2\s+wrong\s+use; 130\s+interrupted/m);
    expect(tooLong(help?.stdout ?? "", 80)).toEqual([]);
  }
});

test("npm runs it in the clone by its name", async () => {
  const { status, stdout } = await commandLine.start("npm", [
    "exec",
    "--prefix",
    root,
    "--",
    "pulumi-docker-host",
    "--version",
  ]);
  expect([status, stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
});

test("wrong use is said in a line or two, with the nearest name, and never with a stack", async () => {
  commandLine.state(exported("prod", []));
  commandLine.file("broken.yaml", "login: rocky\ndockerUsers: [rocky\nswap: 1\n");
  commandLine.file("wrong.yaml", "login: rocky\ndockerUsers: [rocky]\nswapMiB: -1\nfoo: 1\n");
  const lines: [string[], number, string][] = [
    [["check", "--bogus"], 2, "unknown option '--bogus'"],
    [["check", "--jsn"], 2, "(did you mean --json?)"],
    [["chekc"], 2, "(did you mean check?)"],
    [["check", "--timeout", "soon"], 2, "use a whole number of seconds"],
    [["check", "ssh://root:secret@web"], 2, "ssh://root:***@web is no address of a host"],
    [["check", "ssh://-oProxyCommand=x"], 2, "is no address of a host"],
    [["check", "--html", "nowhere/page.html"], 2, "the folder nowhere does not exist"],
    [["check"], 2, "has no Docker host; `pulumi up` makes one"],
    [["user-data", "nofile.yaml"], 2, `the spec ${join(commandLine.folder, "nofile.yaml")} does not exist`],
    [["user-data", "broken.yaml"], 2, "broken.yaml:3:1: "],
    [["check", "--html", ""], 2, "--html has an empty value"],
    [["check", "--stack", "--json"], 2, "--stack has no value: --json looks like an option"],
    [["check", "--html", "a", "--junit", "./a"], 2, "--html and --junit are the same file ./a"],
    [["check", "--cwd", "broken.yaml"], 2, "--cwd broken.yaml is no folder"],
    [["shell", "web", "docker", "ps"], 2, "a command comes behind two dashes: shell web -- docker ps"],
    [["validate", ""], 2, "an argument is empty"],
    [["bake", "--keep", "1"], 2, "--keep belongs to --prune, which is missing"],
    [["bake", "--prune", "--keep", "all"], 2, "--keep all is not a whole number"],
    [["bake", "--config", "region"], 2, "--config region is not key=value"],
    [["bake", "--spec", "nofile.yaml"], 2, `the spec ${join(commandLine.folder, "nofile.yaml")} does not exist`],
    [["validate"], 2, "missing required argument 'spec'"],
    [["validate", "wrong.yaml", "--target", "azure"], 2, "aws, gcp, local"],
  ];
  const ran = await all(lines.map(([line]) => line));
  for (const [i, [line, status, words]] of lines.entries()) {
    const { stderr, ...end } = ran[i] ?? { stderr: "" };
    expect([line, end]).toEqual([line, expect.objectContaining({ status, stdout: "" })]);
    expect(stderr).toContain(words);
    expect(stderr).not.toContain("secret");
    expect(stderr).toMatch(/^error: [^\n]+\n([^\n]+\n)?$/);
  }
});

test("what Pulumi refuses is said in its words: another stack is wrong use, and anything else a failure", async () => {
  commandLine.program("pulumi", "echo \"error: no stack named '$5' found\" >&2; exit 255");
  const unknown = await commandLine.run(["check", "--stack", "x"]);
  expect([unknown.status, unknown.stderr]).toEqual([
    2,
    expect.stringMatching(/^error: pulumi: no stack named .*--stack/),
  ]);
  commandLine.program("pulumi", "echo secret");
  const none = await commandLine.run(["check"]);
  expect([none.status, none.stderr]).toEqual([
    1,
    "error: what `pulumi stack export` has printed is no state of a stack\n",
  ]);
  commandLine.program("pulumi", 'echo "error: get stack: passphrase must be set" >&2; exit 255');
  expect(await commandLine.run(["check"])).toMatchObject({
    status: 1,
    stderr: "error: pulumi: get stack: passphrase must be set\n",
  });
});

test("a spec is rendered with its sizes beside it; everything that is wrong with one is said at once", async () => {
  commandLine.file("right.yaml", "login: rocky\nmemoryMiB: 1024\n");
  const [data, right, wrong, json, nothing] = await all([
    ["user-data", "right.yaml"],
    ["validate", "right.yaml", "--target", "aws"],
    ["validate", "wrong.yaml"],
    ["validate", "wrong.yaml", "--json"],
    ["user-data", "wrong.yaml"],
  ]);
  expect(data).toMatchObject({ status: 0, stdout: `${render(specOf())}\n` });
  expect(data?.stderr).toMatch(/^warning: memoryMiB: 1024 MiB is little/);
  expect(data?.stderr).toMatch(/^aws: \d+ bytes of 16384, plain\n/m);
  expect(right).toMatchObject({ status: 0, stderr: "" });
  expect(right?.stdout).toMatch(
    /^✔ right\.yaml has no errors\nwarning: memoryMiB: .*\naws: \d+ bytes of 16384, plain\n$/,
  );
  expect(wrong?.status).toBe(1);
  expect(wrong?.stdout).toMatch(/^error: foo: does not exist/m);
  expect(nothing).toMatchObject({ status: 1, stdout: "", stderr: expect.stringMatching(/^error: foo: /m) as unknown });
  expect(
    (JSON.parse(json?.stdout ?? "") as { problems: { path: string }[] }).problems.map(({ path }) => path),
  ).toContain("foo");
});

test("reap says what has expired, as a list where JSON is wanted", async () => {
  const expired = "ephemeral-20260101t000000z-1f0c6b3a";
  commandLine.program(
    "pulumi",
    `case "$*" in version*) echo v3.274.1 ;; *) echo '[{"name":"NAME","current":false}]' ;; esac`.replace(
      "NAME",
      expired,
    ),
  );
  const { status, stdout } = await commandLine.run(["reap", "--dry-run", "--json"]);
  expect([status, JSON.parse(stdout)]).toEqual([
    0,
    [{ stack: expired, expired: "2026-01-01T00:00:00.000Z", result: "expired" }],
  ]);
});

/** Runs a program on a terminal of 60 columns and shows what came. */
const narrow = `
import fcntl, os, pty, struct, sys, termios
pid, master = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
    os.execv(sys.argv[1], sys.argv[1:])
shown = b""
while True:
    try: part = os.read(master, 4000)
    except OSError: break
    if not part: break
    shown += part
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))`;

test("on a terminal of 60 columns everything is that narrow, with one line of progress that goes, and colours unless NO_COLOR", async () => {
  const server = await startSshServer({ run: says(answer("web", { others: { clock: "warn" } })) });
  const expected = { name: "web", dockerUsers: ["rocky"], limits: defaultLimits };
  commandLine.state(exported("prod", [{ host: "web", connection: wayTo(server), expected }]));
  writeFileSync(join(commandLine.folder, "narrow.py"), narrow);
  const onTerminal = (...line: string[]) =>
    commandLine.start("python3", ["narrow.py", process.execPath, program, ...line]);
  const [help, check] = await Promise.all([onTerminal("check", "--help"), onTerminal("check", "--all")]);
  commandLine.env.NO_COLOR = "1";
  const plain = await onTerminal("check");
  server.close();
  // eslint-disable-next-line no-control-regex -- colours, and what draws a line anew
  const lines = (text: string) => text.replace(/\x1b\[\d+m/g, "").replace(/[^\n]*\r\x1b\[K/g, "");
  expect(tooLong(help.stdout, 60).filter((line) => !line.startsWith("  pulumi-docker-host "))).toEqual([]);
  expect(tooLong(lines(check.stdout), 60)).toEqual([]);
  expect(check.stdout).toContain("\r\x1b[Kweb: connecting (0 s)");
  expect(check.stdout).toContain("\x1b[32m✔\x1b[0m");
  expect(lines(check.stdout)).not.toContain("connecting");
  expect(lines(plain.stdout)).toMatch(/^✔ 27 checks passed, in /);
  expect(plain.stdout).not.toContain("\x1b[3");
});
