// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";

import { guestScript } from "../../../cloud-init/guest-script";
import { startupScript } from "../../../components/gcp/startup-script";
import { Machine, type Result } from "./machine";

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine.remove());

/** Bytes as a tool might print them; a shell's variable cannot hold the zero byte. */
const bytes = fc.uint8Array({ min: 1, max: 255, maxLength: 60 });
const nasty = fc.oneof(
  bytes,
  fc.string({ unit: "binary" }).map((text) => Buffer.from(text.replaceAll("\0", ""))),
  fc
    .constantFrom('"', "\\", '\\"', "\n", "\r\n", "\t\x1b[31m", "%s%n", "$(touch pwned)", "`touch pwned`", "\xff", "é")
    .map((text) => Buffer.from(text, "latin1")),
);
const hostile = fc.array(nasty, { maxLength: 8 }).map((parts) => Buffer.concat(parts));

// One shell writes all results: the script's definitions, without what it does at its end.
function results(text: string, messages: Buffer[]): string[] {
  machine.write("script", text);
  messages.forEach((message, index) => machine.write(`messages/${index}`, message));
  const shell = `
    eval "$(sed '/^exec /,$d' script)"
    for index in {0..${messages.length - 1}}; do
      message=$(cat "messages/$index"; echo .) message=\${message%.}
      result
      mv "$RESULT" "messages/$index.json"
    done`;
  const { status, stderr } = spawnSync("bash", ["-c", shell], {
    cwd: machine.root,
    env: { ...process.env, ROOT: machine.root, LC_ALL: "C.UTF-8" },
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  // Read as bytes: what is not ASCII would not be seen after decoding.
  return messages.map((_message, index) => readFileSync(join(machine.root, `messages/${index}.json`), "latin1"));
}

describe.each([
  ["the install script", guestScript("install.sh")],
  ["Google's bootstrap", startupScript()],
])("the result of %s", (_name, script) => {
  test("is one line of valid JSON whatever the message holds, and runs nothing of it", () => {
    const messages = fc.sample(hostile, { numRuns: 100, seed: 5 });
    for (const text of results(script, messages)) {
      expect(text).toMatch(/^[ -~]*\n$/);
      const { message, ...rest } = JSON.parse(text) as Result;
      expect(rest).toMatchObject({ version: 1, status: "running", stages: [] });
      expect(message).toMatch(/^[ !#-[\]-~]*$/);
    }
    expect(machine.exists("pwned")).toBe(false);
  });

  test("keeps what can be read of a message, and at most 900 characters", () => {
    const [quoted, long] = results(script, [
      Buffer.from('invalid "log-driver":\n\tC:\\temp says \xff no', "latin1"),
      Buffer.from("x".repeat(5000)),
    ]).map((text) => (JSON.parse(text) as Result).message);
    expect(quoted).toBe("invalid 'log-driver':  C: temp says   no");
    expect(long).toBe("x".repeat(900));
  });
});

// health.sh reads the file with sed, which knows nothing of JSON's escapes.
test("the health check reads stage, status and the whole message of a result", async () => {
  const field = /^field\(\) .*$/m.exec(
    readFileSync(join(__dirname, "../../../components/health/guest/health.sh"), "utf8"),
  );
  machine.on("dockerd", `echo 'has "stage":"verify" and "status":"done" in it' >&2; exit 1`);
  await machine.run("install.sh");
  const shell = `${String(field?.[0])}\nfor name in stage status message; do field $name "$1"; done`;
  const file = join(machine.root, "var/lib/docker-host/result.json");
  expect(spawnSync("bash", ["-c", shell, "bash", file], { encoding: "utf8" }).stdout.split("\n")).toEqual([
    "configure",
    "failed",
    "docker.daemonConfig is not accepted: has 'stage':'verify' and 'status':'done' in it",
    "",
  ]);
});

test("it is never there in part: the file is replaced by a rename, and no other is left", async () => {
  machine.tool("mv", 'PATH=/usr/bin:/bin mv "$@"');
  await machine.run("install.sh");
  const renames = machine.calls("mv").filter((call) => call.endsWith("result.json"));
  // Once as each of the seven stages begins, once at the end.
  expect(renames).toEqual(
    Array<string>(8).fill("mv var/lib/docker-host/result.json.new var/lib/docker-host/result.json"),
  );
  expect(readdirSync(join(machine.root, "var/lib/docker-host"))).toEqual(["result.json"]);
});
