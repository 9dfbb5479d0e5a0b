// SPDX-License-Identifier: Apache-2.0
// `shell` and `diagnostics` of a host that runs what it is sent.
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { defaultLimits } from "../../../components/health/probes";
import { contents } from "../../../tools/cli/diagnostics-contents";
import { wayTo } from "../../components/ssh/servers";
import { type SshServer, startSshServer } from "../stand-ins/command-provider/ssh-server";
import { runs } from "./answers";
import { CommandLine, exported, program } from "./command-line";

const commandLine = new CommandLine();
const root = join(commandLine.folder, "root");
let server: SshServer;

beforeAll(async () => {
  for (const folder of ["run", "var/lib/docker-host/diagnostics", "var/log"])
    mkdirSync(join(root, folder), { recursive: true });
  const kept = join(root, "var/lib/docker-host");
  writeFileSync(join(kept, "diagnostics", "failure.txt"), "stage install failed after 12 s: stage start: no zfs\n");
  writeFileSync(join(kept, "diagnostics", "probes.jsonl"), "{}\n");
  execFileSync("tar", ["-C", kept, "-czf", join(kept, "diagnostics.tar.gz"), "diagnostics"]);
  writeFileSync(join(root, "var/log/docker-host-install.log"), "PASSWORD=hunter2\nthe last line\n");
  server = await startSshServer({
    run: runs(join(commandLine.folder, "host"), {}, { ROOT: root }),
    shell: (channel, terminal) => {
      const size = () => `${terminal?.cols}x${terminal?.rows}`;
      channel.write(terminal ? `${terminal.term} ${size()}\r\n` : "no terminal\n");
      if (terminal) terminal.onResize = () => channel.write(`now ${size()}\r\n`);
      channel.on("data", (typed: Buffer) => {
        channel.write(`typed ${typed.toString("hex")}\r\n`);
        if (!typed.includes("q")) return;
        channel.exit(7);
        channel.end();
      });
    },
  });
  const expected = { name: "web", dockerUsers: [], limits: defaultLimits };
  commandLine.state(exported("prod", [{ host: "web", connection: wayTo(server), expected }]));
});
afterAll(() => {
  server.close();
  commandLine.remove();
});

test("a command has its own streams and exit status, byte by byte, and only what it says is said", async () => {
  const bytes = randomBytes(3_000_000);
  const [echoed, failed, killed] = await Promise.all([
    commandLine.run(["shell", "web", "--", "cat; echo --bogus >&2"], bytes),
    commandLine.run(["shell", "--", "echo", "--stack", "x;", "exit", "42"]),
    commandLine.run(["shell", "--", "kill -TERM $$"]),
  ]);
  expect([echoed.status, echoed.stderr]).toEqual([0, "--bogus\n"]);
  expect(echoed.bytes.equals(bytes)).toBe(true);
  expect(failed).toMatchObject({ status: 42, stdout: "--stack x\n", stderr: "" });
  expect(killed.status).toBe(143);
});

test("without a terminal the shell has none, and reads what is piped to it", async () => {
  // Behind two dashes nothing is no command.
  const ran = await commandLine.run(["shell", "web", "--"], "q");
  expect(ran).toMatchObject({ status: 7, stdout: "no terminal\ntyped 71\r\n" });
});

test("a reader that goes away ends it, without a word", async () => {
  const line = `"${process.execPath}" "${program}" shell -- 'yes 2>/dev/null' | head -n 1`;
  expect(await commandLine.start("sh", ["-c", line])).toMatchObject({ status: 0, stdout: "y\n", stderr: "" });
});

/** Types into the program on a terminal, and prints as JSON what was shown, how it ended, and if the terminal is as before. */
const typist = `
import fcntl, json, os, pty, signal, struct, sys, termios
def size(fd, rows, cols): fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
master, slave = pty.openpty()
size(slave, 24, 80)
before = termios.tcgetattr(slave)
pid = os.fork()
if pid == 0:
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for fd in range(3): os.dup2(slave, fd)
    os.execv(sys.argv[1], sys.argv[1:])
shown = b""
def until(text):
    global shown
    while text not in shown: shown += os.read(master, 1000)
until(b"80x24")
os.write(master, b"\\x03")
until(b"typed 03")
size(master, 30, 100)
until(b"now 100x30")
os.write(master, b"q")
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
print(json.dumps({"shown": shown.decode(), "status": status, "restored": termios.tcgetattr(slave) == before}))`;

test("on a terminal each key goes to the host, the sizes are the same, and the terminal is left as it was", async () => {
  commandLine.env.TERM = "vt220";
  const { stdout, stderr } = await commandLine.start("python3", [
    "-c",
    typist,
    process.execPath,
    program,
    "shell",
    "web",
  ]);
  expect(stderr).toBe("");
  const seen = JSON.parse(stdout) as { shown: string };
  expect(seen).toMatchObject({ status: 7, restored: true });
  expect(seen.shown).toContain("vt220 80x24");
});

test("diagnostics are collected anew, with what the last failure left, and only into a folder of their own", async () => {
  const { status, stdout, stderr } = await commandLine.run(["diagnostics", "web"]);
  expect([status, stderr]).toEqual([0, "web: connecting\nweb: collecting diagnostics\n"]);
  expect(stdout).toContain("files of web are in web-diagnostics");
  expect(stdout).toContain("stage install failed after 12 s: stage start: no zfs");
  expect(stdout.replace(/\s+/g, " ")).toMatch(/read first: failure\.txt [^,]*, then install\.log/);
  const folder = join(commandLine.folder, "web-diagnostics");
  const files = readdirSync(folder);
  expect(files).toEqual(
    expect.arrayContaining(["CONTENTS.txt", "failure.txt", "install.log", "probes.jsonl", "units.txt"]),
  );
  expect(readFileSync(join(folder, "install.log"), "utf8")).toBe("PASSWORD=***\nthe last line\n");
  expect(readdirSync(join(root, "run"))).toEqual([]);

  writeFileSync(join(folder, "older"), "");
  const [again, refused] = await Promise.all([
    commandLine.run(["diagnostics"]),
    commandLine.run(["diagnostics", "--output", root]),
  ]);
  // What somebody has put beside them stays.
  expect([again.status, readdirSync(folder).sort()]).toEqual([0, [...files, "older"].sort()]);
  expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining("is not empty")]);
  expect(readdirSync(commandLine.folder).filter((name) => name.startsWith("web-"))).toEqual(["web-diagnostics"]);
});

test("of few files nothing is said that is not there", () => {
  expect(contents("web", "folder", ["units.txt"])).toBe(
    "✔ 1 file of web is in folder; CONTENTS.txt says what each is\n  no check has failed there\n  the others: units.txt",
  );
});

test("an address of ssh:// is for ssh", async () => {
  const { status, stderr } = await commandLine.run(["shell", "ssh://admin@192.0.2.10:2222"]);
  expect([status, stderr]).toEqual([2, expect.stringContaining("use `ssh -p 2222 admin@192.0.2.10`")]);
});
