// SPDX-License-Identifier: Apache-2.0
// That the warning is shown is proved on the engine, by local/another-machine.test.ts.
import type { AwsDockerHostArgs } from "../../components/aws/args";
import type { GcpDockerHostArgs } from "../../components/gcp/args";
import type { LocalDockerHostArgs } from "../../components/local/args";
import { makeKeyPair } from "../../components/key-pair";
import { downFor, reason, told } from "../../components/told";
import { programWith as aws } from "./aws/host-under-test";
import { programWith as gcp } from "./gcp/host-under-test";
import { loginKey, programWith as local } from "./local/host-under-test";
import type { RecordedProgram } from "./recorded-program";

const warning = (what: string) => ({
  replaces: true,
  says: `changed: ${what}; a machine is told of this only at its first boot, so another one takes its place`,
});
const inPlace = (what: string) => ({
  replaces: false,
  says: `changed: ${what}; access is changed on the running machine, for which it is not replaced`,
});

describe("named are the arguments that differ, as deep as their names are not the caller's own", () => {
  test.each<[string, object, object, string]>([
    ["one that is new", {}, { users: [{ name: "a" }] }, "users"],
    ["one that is gone", { commands: ["true"] }, {}, "commands"],
    ["several", { users: [], ttlMinutes: 60 }, { users: [{ name: "a" }], ttlMinutes: 30 }, "users, ttlMinutes"],
    ["an option of Docker's", { docker: { compose: true } }, { docker: { compose: false } }, "docker.compose"],
    ["the first option of Docker's", {}, { docker: { version: "29.1.0" } }, "docker.version"],
    [
      "two options beside one that stays",
      { docker: { logDriver: "local", hardened: true } },
      { docker: { proxy: "http://proxy", hardened: true } },
      "docker.logDriver, docker.proxy",
    ],
    ["a text in a list", { commands: ["a", "b"] }, { commands: ["a", "c"] }, "commands[1]"],
    ["a member in a list", { users: [{ name: "a" }] }, { users: [{ name: "a", sudo: true }] }, "users[0].sudo"],
    ["a list of another length", { users: [{ name: "a" }] }, { users: [{ name: "b" }, { name: "a" }] }, "users"],
    ["a name of the caller's", { sysctls: { a: "1" } }, { sysctls: { a: "1", b: "2" } }, "sysctls"],
    ["cloud-config", { cloudConfig: { ntp: { enabled: true } } }, { cloudConfig: { ntp: {} } }, "cloudConfig"],
    [
      "the daemon's own options",
      { docker: { daemonConfig: { debug: true } } },
      { docker: { daemonConfig: { debug: false } } },
      "docker.daemonConfig",
    ],
    ["an option of the platform", { "x.y": "/a" }, { "x.y": "/b" }, "x.y"],
  ])("%s", (_what, before, after, paths) => {
    expect(reason(told({ ...before }, "1"), told({ ...after }, "2"))).toEqual(warning(paths));
  });
});

test("of a machine that is deleted before there is another one, it is said how long the host is down", () => {
  expect(downFor("3 to 6 minutes")).toBe("; it is deleted first, and the host is down for 3 to 6 minutes");
  expect(downFor(undefined)).toBe("");
});

test("where the machine would be told the same, nothing is said", () => {
  expect(reason(told({ users: [] }, "1"), told({}, "1"))).toBeUndefined();
});

test.each<[string, object, object]>([
  ["users[0].sshAuthorizedKeys", { users: [{ name: "a", sshAuthorizedKeys: ["x"] }] }, { users: [{ name: "a" }] }],
  ["dockerUsers[0], loginKeys", { dockerUsers: ["a"] }, { dockerUsers: ["b"], loginKeys: ["x"] }],
  ["users", { users: [], commands: ["a"] }, { users: [{ name: "a" }], commands: ["b"] }],
])("where the machine stays, %s is what changes on it, and nothing else", (paths, before, after) => {
  expect(reason(told({ ...before }, "1"), told({ ...after }, "1"))).toEqual(inPlace(paths));
});

test("where a text has other line ends only, as in a checkout on Windows, the same is kept", () => {
  expect(told({ commands: ["a\r\nb\r\n"] }, "1")).toBe(told({ commands: ["a\nb\n"] }, "1"));
});

test("where no argument differs, a key is the reason", () => {
  const what = "no argument, but the key of the machine or of its login";
  expect(reason(told({ ttlMinutes: 60 }, "1"), told({ ttlMinutes: 60 }, "2"))).toEqual(warning(what));
});

test("what is kept is secret, and holds no text of the caller's", async () => {
  const hidden = "hunter2";
  const files = [{ path: `/etc/${hidden}`, content: hidden }];
  const args = {
    files,
    commands: [hidden],
    docker: { noProxy: [hidden] },
    sshKey: { privateKey: loginKey.privateKey },
  };
  const { program } = await local(args);
  expect(program.find("web-told").inputs).toEqual({ input: { secret: expect.any(String) as string } });
  expect(kept(program)).not.toMatch(/hunter2|PRIVATE|ssh-/);
});

describe("the caller's own name is given for what a platform tells the guest", () => {
  const change = async <Args>(run: (args: Args) => Promise<{ program: RecordedProgram }>, before: Args, after: Args) =>
    reason(kept((await run(before)).program), kept((await run(after)).program));
  const disk = { sizeGiB: 50 };
  const volume = (mountPath?: string) => ({
    subnetId: "subnet-0a1b2c3d",
    dataVolume: { ...disk, ...(mountPath && { mountPath }) },
  });

  test.each<[string, Partial<AwsDockerHostArgs>, Partial<AwsDockerHostArgs>]>([
    ["ssmAgent", {}, { ssmAgent: true }],
    ["dataVolume.mountPath", {}, volume()],
    ["dataVolume.mountPath", volume(), volume("/srv")],
    ["commands, ssmAgent", { ssmAgent: true }, { commands: ["true"] }],
    ["cloudConfig", volume(), { ...volume(), cloudConfig: { timezone: "UTC" } }],
  ])("on AWS: %s", async (paths, before, after) => {
    expect(await change(aws, before, after)).toEqual(warning(paths));
  });

  test.each<[string, Partial<GcpDockerHostArgs>, Partial<GcpDockerHostArgs>]>([
    ["hostKeyFrom", {}, { hostKeyFrom: "injected" }],
    ["dataDisk.mountPath", {}, { dataDisk: disk }],
    ["dataDisk.mountPath", { dataDisk: disk }, { dataDisk: { ...disk, mountPath: "/srv" } }],
    ["cloudConfig", { dataDisk: disk }, { dataDisk: disk, cloudConfig: { timezone: "UTC" } }],
  ])("on Google Cloud: %s", async (paths, before, after) => {
    expect(await change(gcp, before, after)).toEqual(warning(paths));
  });

  test.each<[string, Partial<LocalDockerHostArgs>, Partial<LocalDockerHostArgs>]>([
    ["sshKey", {}, { sshKey: { privateKey: makeKeyPair("mine").privateKey } }],
    ["keyType", {}, { keyType: "ecdsa" }],
    ["ttlMinutes", { ttlMinutes: 60 }, { ttlMinutes: 90 }],
  ])("of every host: %s", async (paths, before, after) => {
    expect(await change(local, before, after)).toEqual(warning(paths));
  });

  test("and none for what does not reach the guest", async () => {
    const grown = { subnetId: "subnet-0a1b2c3d", dataVolume: { sizeGiB: 100 } };
    expect(await change(aws, volume(), { ...grown, diskGiB: 100, health: { ssh: 60 } })).toBeUndefined();
    expect(await change(gcp, { hostKeyFrom: "unchecked" }, { hostKeyFrom: "guestAttributes" })).toBeUndefined();
    expect(await change(local, {}, { memoryMiB: 4096, users: [], docker: {}, keyType: "ed25519" })).toBeUndefined();
  });
});

function kept(program: RecordedProgram): string {
  const { secret } = program.find("web-told").inputs.input as { secret: string };
  return secret;
}
