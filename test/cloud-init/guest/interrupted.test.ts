// SPDX-License-Identifier: Apache-2.0
// The install script is ended at each of its calls to a tool, which covers each stage, and run again. SIGKILL stands
// for a loss of power too: what it does not show is a file system that forgets what was written just before.
import { Machine, settings } from "./machine";

/** `mv` counts as a tool here, so that the script is also ended between writing a file and putting it in its place. */
function newMachine(): Machine {
  const machine = new Machine();
  // Each further package is two more calls of the same kind.
  machine.install({ ...settings, PACKAGES: "('docker-ce')" });
  machine.tool("mv", 'PATH=/usr/bin:/bin mv "$@"');
  return machine;
}

/** What is on the machine in the end. */
function outcome(machine: Machine) {
  const { stage, status, message } = machine.result();
  const lists = ["installed", "groups", "members-docker", "enabled", "active"].map((name) => machine.list(name));
  return { stage, status, message, lists, repository: machine.read("etc/yum.repos.d/docker-ce.repo") };
}

async function killAt(call: number) {
  const machine = newMachine();
  try {
    // Every tool asks, so the count is over all of them.
    for (const tool of tools)
      machine.on(tool, `mapfile -t <"$SHIM/calls"; ((\${#MAPFILE[@]} != ${call})) || interrupt KILL`);
    const { code } = await machine.run("install.sh");
    const first = machine.exists("var/lib/docker-host/result.json") ? machine.result() : undefined;
    machine.calm();
    await machine.run("install.sh");
    return { code, first, last: outcome(machine) };
  } finally {
    machine.remove();
  }
}

let tools: string[];
let calls: string[];
let undisturbed: ReturnType<typeof outcome>;
beforeAll(async () => {
  const machine = newMachine();
  await machine.run("install.sh");
  calls = machine.calls();
  tools = [...new Set(calls.map((call) => String(call.split(" ", 1)[0])))];
  undisturbed = outcome(machine);
  machine.remove();
});

/** A few at a time: each waits more than it works. */
async function atEachCall<T>(work: (call: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 1;
  const worker = async () => {
    while (next <= calls.length) {
      const call = next++;
      results[call - 1] = await work(call);
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  return results;
}

test("killed at any call, then run again: as if nothing had been", async () => {
  const seen = new Set<string>();
  for (const [index, { code, first, last }] of (await atEachCall((call) => killAt(call))).entries()) {
    expect({ call: calls[index], code, last }).toEqual({ call: calls[index], code: "SIGKILL", last: undisturbed });
    if (first === undefined) continue;
    // The last call of all puts the end into place; until then a result says running.
    expect({ call: calls[index], status: first.status }).toEqual({ call: calls[index], status: "running" });
    seen.add(first.stage);
  }
  expect([...seen]).toEqual(["preflight", "repository", "packages", "configure", "start", "users", "verify"]);
});

test.each(["preflight", "repository", "packages", "configure", "start", "users", "verify"])(
  "asked to end in stage %s: it says so, and a second run ends well",
  async (stage) => {
    const machine = newMachine();
    const toolOf: Record<string, string> = {
      preflight: "mv",
      repository: "curl",
      packages: "dnf",
      configure: "dockerd",
      start: "docker",
      users: "usermod",
      verify: "systemctl",
    };
    try {
      machine.on(String(toolOf[stage]), "[[ $tool == systemctl && $1 != is-active ]] || ! times 1 || interrupt TERM");
      const { code } = await machine.run("install.sh");
      expect(code).toBe("SIGTERM");
      expect(machine.result()).toMatchObject({ stage, status: "failed", message: "cut off; see the log" });
      machine.calm();
      await machine.run("install.sh");
      expect(outcome(machine)).toEqual(undisturbed);
    } finally {
      machine.remove();
    }
  },
);
