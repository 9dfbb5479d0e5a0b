// SPDX-License-Identifier: Apache-2.0
// A guest to run the real scripts on: a scratch folder for its files, and shims in place of the tools that would change
// a machine. PATH holds those and the named real tools, nothing else, so a test cannot reach the machine it runs on.
// It shows what the scripts decide and in which order; that the tools behave like their shims, the laboratory shows.
import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { guestScript } from "../../../cloud-init/guest-script";
import { onPath } from "../../components/scratch-path";

const shims = join(__dirname, "shims");
/** What the scripts take from the image beside the shims' tools. */
const realTools = [
  ...[
    "awk",
    "bash",
    "cat",
    "chmod",
    "cp",
    "cut",
    "date",
    "flock",
    "fold",
    "grep",
    "head",
    "install",
    "ln",
    "mkdir",
    "mv",
  ],
  ...["ls", "rm", "sed", "sleep", "stdbuf", "tail", "tar", "tee", "timeout", "touch", "tr", "wc"],
];

export const fingerprint = "060A61C51B558A7F742B77AAC52FEB6B621E9F35";
export const key = (...fingerprints: string[]) =>
  `-----BEGIN PGP PUBLIC KEY BLOCK-----\n${fingerprints.join(" ")}\n-----END PGP PUBLIC KEY BLOCK-----\n`;

/** As settings.ts writes them for a host with nothing special. */
export const settings = {
  REPOSITORY_URL: "'https://download.docker.com/linux/centos'",
  GPG_KEY_URL: "'https://download.docker.com/linux/centos/gpg'",
  GPG_FINGERPRINT: `'${fingerprint}'`,
  CHANNEL: "'stable'",
  PACKAGES: "('docker-ce' 'docker-ce-cli' 'containerd.io')",
  DOCKER_USERS: "('rocky' 'alice')",
};

/** What optionSettings of settings.ts adds, with every option off. */
export const optionsOff = {
  LOCK_VERSIONS: "'0'",
  DATA_ROOT: "''",
  FIREWALL_PORTS: "()",
  RELOAD_SSHD: "'0'",
  RELOAD_SYSCTL: "'0'",
  SECURITY_UPDATES: "'0'",
  ENABLE_UNITS: "()",
  KERNEL_MODULES: "()",
};

export interface Result {
  version: number;
  stage: string;
  status: string;
  /** Packages that dnf has installed, upgraded or downgraded in this run. */
  installed: number;
  seconds: number;
  message: string;
  stages: { name: string; seconds: number }[];
  bootId: string;
}

export class Machine {
  readonly root = mkdtempSync(join(tmpdir(), "guest-"));
  private readonly shim = join(this.root, "shim");
  private readonly bin = join(this.root, "bin");

  constructor() {
    mkdirSync(this.bin);
    for (const name of readdirSync(shims)) symlinkSync(join(shims, name), join(this.bin, name));
    this.withReal(...realTools);
    // Nobody switches this machine off, and the real one would wait for all that this computer writes at the time.
    symlinkSync(onPath("true"), join(this.bin, "sync"));
    for (const folder of ["etc/yum.repos.d", "etc/pki/rpm-gpg", "etc/docker", "var/log", "run", "shim/on"]) {
      mkdirSync(join(this.root, folder), { recursive: true });
    }
    // Google's image has no cloud-init; dnf brings it.
    mkdirSync(join(this.shim, "available"));
    renameSync(join(this.bin, "cloud-init"), join(this.shim, "available/cloud-init"));
    this.state("installed", ["bash", "dnf"]);
    this.state("passwd", ["root", "rocky", "alice"]);
    this.write("etc/docker/daemon.json", "{}\n");
    this.write("shim/journal", 'time="2026-11-24T12:00:00Z" level=info msg="API listen on /run/docker.sock"\n');
    this.write("shim/key", key(fingerprint));
    this.write("shim/instance-id", "4520031799277581759");
    this.install(settings);
  }

  /** The user data's files: the install script, its settings and, where asked for, the options script. */
  install(values: Record<string, string>, options = false): void {
    const lines = Object.entries(values).map(([name, value]) => `${name}=${value}\n`);
    const stage = options ? "options() { . usr/local/sbin/docker-host-options; }\n" : "";
    this.write("etc/docker-host/install.env", lines.join("") + stage);
    this.script("install.sh", "docker-host-install");
    if (options) this.script("options.sh", "docker-host-options");
  }

  /** Sets the lines of one of the machine's lists. */
  state(list: string, lines: string[]): void {
    this.write(`shim/state/${list}`, lines.map((line) => `${line}\n`).join(""));
  }

  list(name: string): string[] {
    const path = join(this.shim, "state", name);
    return existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : [];
  }

  /** Shell for a tool to run before its usual behaviour; `exit` in it takes that behaviour's place. */
  on(tool: string, shell: string): void {
    this.write(`shim/on/${tool}`, shell);
  }

  /** Forgets what {@link on} said, and how often tools were called. */
  calm(): void {
    rmSync(join(this.shim, "on"), { recursive: true });
    this.forgetCalls();
  }

  forgetCalls(): void {
    rmSync(join(this.shim, "calls"), { force: true });
  }

  /** As on an image that has cloud-init. */
  withCloudInit(): void {
    symlinkSync(join(shims, "cloud-init"), join(this.bin, "cloud-init"));
  }

  /** More of the real tools, whose calls are not written down. */
  withReal(...tools: string[]): void {
    for (const name of tools) symlinkSync(onPath(name), join(this.bin, name));
  }

  without(tool: string): void {
    rmSync(join(this.bin, tool));
  }

  write(path: string, content: string | Uint8Array): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), content);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  /** A tool of the test's own, in place of the real one or of a shim. */
  tool(name: string, shell: string): void {
    rmSync(join(this.bin, name), { force: true });
    this.write(`bin/${name}`, `#!/bin/bash\n. "\${0%/*}/shim"\n${shell}\n`);
    chmodSync(join(this.bin, name), 0o755);
  }

  exists(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  /** The permission bits, in octal. */
  mode(path: string): string {
    return (statSync(join(this.root, path)).mode & 0o777).toString(8);
  }

  chmod(path: string, mode: number): void {
    chmodSync(join(this.root, path), mode);
  }

  /** Runs a script of guest/ as {@link runText} does. */
  run(name: "install.sh", env: Record<string, string> = {}): Promise<{ code: number | string }> {
    return this.runText(guestScript(name), env);
  }

  /** The self-check, which the user data runs after the installation; with minutes, as its time limit runs it. */
  selfCheck(minutes = ""): Promise<{ code: number | string }> {
    return this.runText(`set -- ${minutes}\n${guestScript("self-check.sh")}`);
  }

  /**
   * Runs a script to its end, and to that of everything it has started, which may hold its lock. A reader is shell that has
   * what the script says as its input.
   */
  runText(script: string, env: Record<string, string> = {}, reader = ""): Promise<{ code: number | string }> {
    this.write("shim/script", script);
    // The pid is written first, so that a shim can interrupt the script at a chosen call.
    const pipe = reader && `/usr/bin/mkfifo "$SHIM/pipe"; { ${reader}; } <"$SHIM/pipe" & exec >"$SHIM/pipe" 2>&1;`;
    const start = `echo $$ >"$SHIM/pid"; ${pipe} exec bash "$SHIM/script"`;
    const child = spawn(onPath("bash"), ["-c", start], {
      cwd: this.root,
      env: {
        PATH: this.bin,
        ROOT: this.root,
        SHIM: this.shim,
        TRIES: "3",
        BACK_OFF: "0",
        START_LIMIT: "20",
        LOOK_EVERY: "0.01",
        LC_ALL: "C.UTF-8",
        ...env,
      },
      // All that it starts has the last one, however it redirects its output; the scripts use 3 and 9 themselves.
      stdio: ["ignore", "ignore", "inherit", "ignore", "pipe"],
    });
    child.stdio[4]?.on("data", () => {});
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => resolve({ code: code ?? signal ?? "unknown" }));
    });
  }

  /** The tools' calls in order, each as one line. */
  calls(tool = ""): string[] {
    const path = join(this.shim, "calls");
    const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : [];
    return lines.filter((line) => line.split(" ", 1)[0]?.startsWith(tool));
  }

  result(): Result {
    return JSON.parse(this.read("var/lib/docker-host/result.json")) as Result;
  }

  log(): string {
    return this.read("var/log/docker-host-install.log");
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  private script(source: string, target: string): void {
    this.write(`usr/local/sbin/${target}`, guestScript(source));
    this.chmod(`usr/local/sbin/${target}`, 0o755);
  }
}
