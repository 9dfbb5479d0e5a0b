// SPDX-License-Identifier: Apache-2.0
// A member to run the real scripts on, without an engine: curl and docker are what a test makes of them, and all else on PATH is real. It
// shows what the scripts ask for and what they make of answers; that engines answer so, machines of the laboratory show.
import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

import type { Answer } from "../../../components/swarm/ask";

const realTools = ["awk", "bash", "cat", "grep", "head", "python3", "sed", "sleep", "tr"];

/** Says what it is asked for, then what the test wants: `engine/METHOD path` is the answer, or with `.sh` makes it. */
const curl = `#!/bin/bash
printf '%s\\n' "$*" >>"$ROOT/arguments"
method=GET
while (($# > 0)); do
  case $1 in
    -X) method=$2; shift ;;
    -w) wants_status=1; shift ;;
    --data-binary) body=$(</dev/stdin); shift ;;
    http://localhost*) path=\${1#http://localhost} ;;
  esac
  shift
done
name="$method \${path//\\//_}"
echo "$method $path\${body:+ $body}" >>"$ROOT/calls"
status=200
if [[ -e $ROOT/engine/$name.sh ]]; then . "$ROOT/engine/$name.sh"
elif [[ -e $ROOT/engine/$name ]]; then cat "$ROOT/engine/$name"
else status=404; echo '{"message":"page not found"}'
fi
[[ -z $wants_status ]] || printf '\\n%s' "$status"
`;

export class FakeMember {
  readonly root = mkdtempSync(join(tmpdir(), "member-"));
  private readonly socket: Server;

  constructor() {
    mkdirSync(join(this.root, "run"));
    this.socket = createServer(() => {}).listen(join(this.root, "run/docker.sock"));
    mkdirSync(join(this.root, "bin"));
    for (const name of realTools) symlinkSync(onPath(name), join(this.root, "bin", name));
    this.tool("curl", curl);
    this.tool("docker", `#!/bin/bash\necho "docker $*" >>"$ROOT/calls"\n`);
    this.tool(
      "ip",
      `#!/bin/bash
[[ $* != *" 10.0.0.11/32" ]] || echo "2: eth1    inet 10.0.0.11/24 brd 10.0.0.255 scope global eth1"
[[ $* != "-4 route show" ]] || printf '%s\n' "default via 10.9.0.1 dev eth0 proto dhcp" "10.9.0.1 dev eth0 scope link" "10.0.0.0/24 dev eth1 proto kernel scope link src 10.0.0.11" "unreachable 10.77.0.0/16"
`,
    );
    this.write("sys/class/net/eth1/mtu", "1460\n");
  }

  /** What the engine answers to `GET /info`, and the like. */
  answers(question: string, answer: unknown): void {
    this.write(`engine/${question.replaceAll("/", "_")}`, `${JSON.stringify(answer)}\n`);
  }

  /** Shell that makes the answer; it may set `status`. */
  does(question: string, shell: string): void {
    this.write(`engine/${question.replaceAll("/", "_")}.sh`, shell);
  }

  tool(name: string, text: string): void {
    rmSync(join(this.root, "bin", name), { force: true });
    this.write(`bin/${name}`, text);
    chmodSync(join(this.root, "bin", name), 0o755);
  }

  write(path: string, content: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), content);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  /** Runs a script as SSH does: it comes on stdin. */
  run(script: string): Promise<Answer> {
    const env = { PATH: join(this.root, "bin"), ROOT: this.root, LOOK_EVERY: "0.01" };
    const child = spawn(onPath("bash"), ["-s"], { env, cwd: this.root });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (data: Buffer) => out.push(data));
    child.stderr.on("data", (data: Buffer) => err.push(data));
    child.stdin.on("error", () => {});
    child.stdin.end(script);
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => {
        const [stdout = "", stderr = ""] = [out, err].map((parts) => Buffer.concat(parts).toString());
        resolve({ status: code ?? undefined, stdout, stderr });
      });
    });
  }

  /** What was asked of the engine, in order. */
  calls(): string[] {
    return existsSync(join(this.root, "calls")) ? this.read("calls").split("\n").slice(0, -1) : [];
  }

  remove(): void {
    this.socket.close();
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** `docker info` of an engine, as far as it speaks of a swarm. */
export function info(swarm: object, more: object = {}): object {
  const own = {
    NodeID: "",
    NodeAddr: "",
    LocalNodeState: "inactive",
    ControlAvailable: false,
    Error: "",
    RemoteManagers: null,
  };
  return {
    DockerRootDir: "/var/lib/docker",
    LiveRestoreEnabled: false,
    ServerVersion: "28.5.2",
    Swarm: { ...own, ...swarm },
    ...more,
  };
}

/** The first that is no stand-in of a person's: those need more of the environment. */
function onPath(tool: string): string {
  const folder = (process.env.PATH ?? "")
    .split(delimiter)
    .find((entry) => !entry.endsWith("/shims") && existsSync(join(entry, tool)));
  if (folder === undefined) throw new Error(`${tool} is not on PATH`);
  return join(folder, tool);
}
