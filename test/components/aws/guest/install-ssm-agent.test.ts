// SPDX-License-Identifier: Apache-2.0
// The command as a host is sent it, against stand-ins on PATH that write down how they are called.
import { spawnSync, type SpawnSyncOptionsWithStringEncoding } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { scriptAt, shortened } from "../../../../cloud-init/guest-script";

const script = shortened(scriptAt(join(__dirname, "../../../../components/aws/guest/install-ssm-agent.sh")));
let folder: string;
/** EC2's metadata service gives the region only for the token that it has given before. */
const settings = "etc/docker-host/install.env";
const shims: Record<string, string> = {
  curl: `case "$*" in
    *"-X PUT -H X-aws-ec2-metadata-token-ttl-seconds: 60 http://169.254.169.254/latest/api/token") echo "to ken" ;;
    *"-H X-aws-ec2-metadata-token: to ken http://169.254.169.254/latest/meta-data/placement/region") echo eu-central-1 ;;
    *) exit 22 ;;
  esac`,
  uname: "echo x86_64",
  dnf: "",
  systemctl: "",
  timeout: `while [ "\${1#-}" != "$1" ]; do shift 2; done; shift; exec "$@"`,
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ssm-agent-"));
  mkdirSync(join(folder, "bin"));
  mkdirSync(join(folder, "etc/docker-host"), { recursive: true });
  writeFileSync(join(folder, settings), "CHANNEL='stable'\n");
  symlinkSync("/bin/mkdir", join(folder, "bin/mkdir"));
  for (const [name, text] of Object.entries(shims)) standIn(name, text);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function standIn(name: string, text: string): void {
  writeFileSync(join(folder, "bin", name), `#!/bin/sh\necho "${name} $*" >>"${folder}/calls"\n${text}\n`);
  chmodSync(join(folder, "bin", name), 0o755);
}

/** As cloud-init runs what lies in scripts/per-instance, with the folder in place of `/`. */
function run() {
  const env = { PATH: join(folder, "bin") };
  const stdio: SpawnSyncOptionsWithStringEncoding["stdio"] = ["ignore", "pipe", "pipe"];
  const { status, stderr } = spawnSync("/bin/bash", ["-c", script], { cwd: folder, env, encoding: "utf8", stdio });
  return { status, stderr };
}

/** Of these, those that change the machine. */
const changes = () =>
  (existsSync(join(folder, "calls")) ? readFileSync(join(folder, "calls"), "utf8") : "")
    .split("\n")
    .filter((call) => /^(dnf|systemctl) /.test(call));

test.each([
  ["x86_64", "amd64"],
  ["aarch64", "arm64"],
])("the agent is installed from the region's own bucket for a processor of type %s, and started", (machine, arch) => {
  standIn("uname", `echo ${machine}`);
  expect(run()).toEqual({ status: 0, stderr: "" });
  expect(changes()).toEqual([
    `dnf -y install https://s3.eu-central-1.amazonaws.com/amazon-ssm-eu-central-1/latest/linux_${arch}/amazon-ssm-agent.rpm`,
    "systemctl enable --now amazon-ssm-agent",
  ]);
});

test("whatever waits for something else has a limit", () => {
  run();
  const calls = readFileSync(join(folder, "calls"), "utf8");
  expect(calls.match(/^curl .*$/gm)).toEqual([expect.stringContaining("-m 5 "), expect.stringContaining("-m 5 ")]);
  expect(calls.match(/^timeout .*(dnf|systemctl)/gm)).toEqual(["timeout -k 30 300 dnf", "timeout 60 systemctl"]);
});

test("where the metadata service does not answer, nothing is installed, and it says what went wrong", () => {
  standIn("curl", "exit 28");
  const { status, stderr } = run();
  expect(status).toBe(28);
  expect(stderr).toMatch(/^SSM agent: .* ended with status 28$/m);
  expect(changes()).toEqual([]);
});

test("where the package does not come, nothing is started, and neither log nor message holds the token", () => {
  standIn("dnf", "exit 1");
  const { status, stderr } = run();
  expect(status).toBe(1);
  expect(stderr).toMatch(/^SSM agent: .*dnf .* ended with status 1$/m);
  expect(stderr).not.toContain("to ken");
  expect(changes()).toEqual([expect.stringMatching(/^dnf /)]);
});

test("behind a proxy, the package and the agent go through it, and the metadata service does not", () => {
  const proxy = "http://user:p%25w@proxy.example:3128";
  const lines = [`http_proxy='${proxy}'`, `https_proxy='${proxy}'`, "no_proxy='localhost,.corp.example'"];
  writeFileSync(join(folder, settings), lines.map((line) => `export ${line}\n`).join(""));
  standIn("dnf", `[ "$https_proxy" = '${proxy}' ]`);
  expect(run()).toEqual({ status: 0, stderr: "" });
  const file = join(folder, "etc/systemd/system/amazon-ssm-agent.service.d/10-docker-host-proxy.conf");
  const doubled = "http://user:p%%25w@proxy.example:3128";
  expect(readFileSync(file, "utf8")).toBe(
    `[Service]\nEnvironment="http_proxy=${doubled}" "https_proxy=${doubled}" "no_proxy=169.254.169.254,localhost,.corp.example"\n`,
  );
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("without a proxy, nothing is set", () => {
  run();
  expect(existsSync(join(folder, "etc/systemd"))).toBe(false);
});
