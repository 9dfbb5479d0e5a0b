// SPDX-License-Identifier: Apache-2.0
// What takes another machine, and what is changed on the one that there is, on each platform. That the engine keeps the first
// value of a Stash until its trigger changes is said by a mock here; test/upgrade/ and local/another-machine.test.ts have the
// engine do it.
import type { AwsDockerHostArgs } from "../../../components/aws/args";
import { AwsDockerHost } from "../../../components/aws/docker-host";
import type { DockerHostArgs } from "../../../components/docker-host-args";
import type { GcpDockerHostArgs } from "../../../components/gcp/args";
import { GcpDockerHost } from "../../../components/gcp/docker-host";
import { LocalDockerHost } from "../../../components/local/docker-host";
import { digest } from "../../../components/made-with";
import { account, base as awsBase, healthy as awsHealthy } from "../aws/host-under-test";
import { base as gcpBase, google, healthy as gcpHealthy } from "../gcp/host-under-test";
import { base as localBase, healthy as localHealthy, loginKey, orderOf } from "../local/host-under-test";
import { type Answer, RecordedProgram, type Registration } from "../recorded-program";

type Run = (args: object, kept: (answer: Answer) => Answer) => Promise<RecordedProgram>;
const platforms: Record<string, { run: Run; trigger: (machine: Registration) => unknown }> = {
  AWS: {
    run: async (args, kept) => {
      const program = await RecordedProgram.start(kept(awsHealthy), { call: account() });
      await program.outputsOf(new AwsDockerHost("web", { ...awsBase, ...(args as Partial<AwsDockerHostArgs>) }));
      return program;
    },
    trigger: ({ replacementTrigger }) => replacementTrigger,
  },
  "Google Cloud": {
    run: async (args, kept) => {
      const program = await RecordedProgram.start(kept(gcpHealthy), { call: google });
      await program.outputsOf(new GcpDockerHost("web", { ...gcpBase, ...(args as Partial<GcpDockerHostArgs>) }));
      return program;
    },
    trigger: ({ replacementTrigger }) => replacementTrigger,
  },
  "this computer": {
    run: async (args, kept) => {
      const program = await RecordedProgram.start(kept(localHealthy));
      await program.outputsOf(new LocalDockerHost("web", { ...localBase, ...args }));
      return program;
    },
    // What it holds is secret before it was kept, and not as the mock gives it back.
    trigger: ({ inputs }) =>
      (inputs.triggers as (string | { secret: string })[]).map((one) => (typeof one === "string" ? one : one.secret)),
  },
};

/** Gives back what the first program has kept, as the engine does: until the trigger changes. */
const from =
  (first: RecordedProgram) =>
  (answer: Answer): Answer =>
  (registered) => {
    const { name, replacementTrigger } = registered;
    if (!name.endsWith("made-with")) return answer(registered);
    const before = first.find(name);
    if (JSON.stringify(before.replacementTrigger) !== JSON.stringify(replacementTrigger)) return {};
    const { input } = before.inputs as { input: string | { secret: string } };
    return { output: typeof input === "string" ? input : input.secret };
  };
const asItIs = (answer: Answer) => answer;

function named(platform: string) {
  const found = platforms[platform];
  if (!found) throw new Error(`no platform ${platform}`);
  return found;
}

/** Whether the second update takes another machine. */
async function isReplaced(platform: string, before: object, after: object): Promise<boolean> {
  const { run, trigger } = named(platform);
  const first = await run(before, asItIs);
  const second = await run(after, from(first));
  const [old, now] = [first, second].map((program) => JSON.stringify(trigger(program.find("web-machine"))));
  return old !== now;
}

const key = loginKey.publicKey;
const ci = { name: "ci", sshAuthorizedKeys: [key] };
const users: DockerHostArgs = { users: [ci], dockerUsers: ["rocky", "ci"] };
const accesses: [string, DockerHostArgs, DockerHostArgs][] = [
  ["a new user", {}, users],
  ["another key", users, { ...users, users: [{ ...ci, sshAuthorizedKeys: [] }] }],
  [
    "another shell, groups and sudo",
    users,
    { ...users, users: [{ ...ci, shell: "/bin/sh", groups: ["adm"], sudo: true }] },
  ],
  ["dockerUsers", users, { ...users, dockerUsers: ["rocky"] }],
  ["a further key of the login", {}, { loginKeys: [key] }],
];
const others: [string, DockerHostArgs][] = [
  ["a file", { files: [{ path: "/etc/motd", content: "hello" }] }],
  ["an option of Docker's", { docker: { logMaxFiles: 3 } }],
  ["cloudConfig", { cloudConfig: { timezone: "UTC" } }],
  ["another key of the login's own", { sshKey: { privateKey: loginKey.privateKey } }],
];

describe.each(Object.keys(platforms))("on %s", (platform) => {
  test.each(accesses)("%s is changed on the machine, which stays", async (_what, before, after) => {
    expect(await isReplaced(platform, before, after)).toBe(false);
  });

  test.each(accesses)("%s takes another machine where accessChange says so", async (_what, before, after) => {
    const accessChange = "replace" as const;
    expect(await isReplaced(platform, { ...before, accessChange }, { ...after, accessChange })).toBe(true);
  });

  test.each(others.slice(0, 3))("%s takes another machine, also beside a change of access", async (_what, more) => {
    expect(await isReplaced(platform, {}, more)).toBe(true);
    expect(await isReplaced(platform, users, more)).toBe(true);
  });

  test("accessChange alone takes one only where access was changed on the machine", async () => {
    expect(await isReplaced(platform, users, { ...users, accessChange: "replace" })).toBe(false);
    const { run, trigger } = named(platform);
    const first = await run({}, asItIs);
    const second = await run(users, from(first));
    const third = await run({ ...users, accessChange: "replace" }, from(first));
    const [old, now] = [second, third].map((program) => trigger(program.find("web-machine")));
    expect(old).toBeDefined();
    expect(now).not.toEqual(old);
  });
});

test("the check settles who is declared, and what a check that only looks is told has nothing of it", async () => {
  const program = await named("this computer").run({ ...users, loginKeys: [key] }, asItIs);
  const { script } = orderOf(program);
  const [, settled = "{}"] = /^SETTLEMENT='(.*)'$/m.exec(script) ?? [];
  expect(JSON.parse(settled)).toEqual({
    access: {
      login: { name: "rocky", ownKey: key, keys: [key] },
      users: [{ name: "ci", keys: [key], sudo: false, shell: "/bin/bash", groups: [] }],
      dockerUsers: ["rocky", "ci"],
    },
    secrets: { files: [], registries: [] },
  });
  const { secret } = program.find("web-health-access").inputs.input as { secret: string };
  expect(secret).not.toContain("SETTLEMENT");
  expect(Object.keys(JSON.parse(secret) as object)).not.toContain("settlement");
});

test("what decides is the same in whatever order members stand, and whether what is absent is written down", () => {
  const value = { b: [{ d: "x\r\n", c: 1 }], a: undefined };
  expect(digest(value)).toBe(digest({ b: [{ c: 1, d: "x\n" }] }));
  for (const other of [{ b: [{ c: 1, d: "x" }] }, { b: [] }, { a: null, b: [{ c: 1, d: "x\n" }] }])
    expect(digest(other)).not.toBe(digest(value));
});
