// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { defaults, type DockerChannel } from "../../cloud-init";
import type { DockerHostArgs } from "../../components/docker-host-args";
import { report, warn as warnOf } from "../../components/arguments/report";
import { pinnedKey } from "../../components/guest-rules";
import { checkedSpec, type GuestArgs, guestArgs, hostProblems, hostSpec, isKnown } from "../../components/host-spec";
import { hostRows } from "../../components/rules";
import { hostKey, keys } from "../cloud-init/material";

/** Only ever handed on. */
const resource = Object.create(pulumi.ComponentResource.prototype) as pulumi.Resource;
const image = {
  login: "rocky",
  rows: hostRows,
  together: () => [],
  guestRules: pinnedKey,
  forGuest: (args: DockerHostArgs) => args,
};
const { login } = image;
let warn: jest.SpyInstance;
beforeEach(() => {
  warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
});
afterEach(() => warn.mockRestore());

test("arguments become a complete spec", () => {
  const args = { users: [{ name: "ci" }], docker: { version: "29.9.0" }, ttlMinutes: 60, health: { total: 5 } };
  const context = { login: "rocky", loginKeys: [keys.ed25519], hostKey, memoryMiB: 4096 };
  // Plain values stay plain, though the type does not say so.
  const guest = guestArgs(args) as pulumi.Unwrap<GuestArgs>;
  expect(checkedSpec(hostSpec(guest, context), pinnedKey)).toEqual({
    ...defaults.host,
    ...context,
    users: [{ name: "ci", ...defaults.user }],
    dockerUsers: ["rocky"],
    docker: { ...defaults.docker, version: "29.9.0" },
    ttlMinutes: 60,
  });
});

describe("further keys of the login", () => {
  const further = (...loginKeys: string[]) => {
    const context = { login: "rocky", loginKeys: [keys.ed25519], hostKey };
    return hostSpec({ loginKeys }, context);
  };

  test("stand before its own, so that each is at the caller's own place", () => {
    expect(checkedSpec(further(keys.ecdsa), pinnedKey).loginKeys).toEqual([keys.ecdsa, keys.ed25519]);
    expect(() => checkedSpec(further(keys.ecdsa, "x"), pinnedKey)).toThrow(/loginKeys\[1\]: is not a public key/);
  });

  test("may be its own once more, but not with options, by which sshd would bind the health check", () => {
    expect(checkedSpec(further(keys.ed25519), pinnedKey).loginKeys).toHaveLength(2);
    expect(() => checkedSpec(further(keys.ecdsa, `restrict ${keys.ed25519}`), pinnedKey)).toThrow(
      /loginKeys\[1\]: has options and is the login's own key/,
    );
  });
});

test("mistakes in plain arguments are thrown at once, all of them, by the caller's own paths", () => {
  const args: DockerHostArgs = {
    users: [{ name: "A" }],
    docker: { version: "27.5.1", channel: "edge" as DockerChannel },
  };
  let thrown: unknown;
  try {
    report(hostProblems(args, image));
  } catch (error: unknown) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(pulumi.InputPropertiesError);
  const { message, errors } = thrown as pulumi.InputPropertiesError;
  expect(message.split("\n").slice(0, 2)).toEqual([
    "the docker host's arguments have 2 problems:",
    expect.stringMatching(/^users\[0\]\.name: "A" is not a login name/),
  ]);
  expect(errors.map(({ propertyPath }) => propertyPath)).toEqual(["users[0].name", "docker.channel"]);
  expect(warn).not.toHaveBeenCalled();
});

test("mistakes of the platform, in limits and in a key are told with those of the guest", () => {
  const problems = [{ severity: "error" as const, path: "zone", message: "is wrong", code: "" }];
  const together = () => problems;
  const args = { users: [{ name: "A" }], health: { ssh: 0 }, sshKey: { privateKey: "x" } };
  const paths = (given: DockerHostArgs) => hostProblems(given, { ...image, together }).map(({ path }) => path);
  expect(paths(args)).toEqual(["users[0].name", "sshKey.privateKey", "health.ssh", "zone"]);
  expect(paths({ ...args, users: pulumi.output([]) })).toEqual(["sshKey.privateKey", "health.ssh", "zone"]);
  expect(hostProblems({}, image)).toEqual([]);
  expect(hostProblems({ sshKey: pulumi.output({ privateKey: "x" }) }, image)).toEqual([]);
});

test("names and kinds are looked at also where something else of the guest is known late", () => {
  const args = { users: [{ nam: "ci" }], dockerUsers: [pulumi.output("ci")], docker: { compose: "yes" } };
  expect(hostProblems(args as unknown as DockerHostArgs, image).map(({ path }) => path)).toEqual([
    ...["users[0].name", "users[0].nam", "docker.compose"],
  ]);
});

test("a spec with a mistake, also one that cannot be read, throws it by its path", () => {
  const title = "the docker host's arguments have 1 problem:\n";
  expect(() => checkedSpec({ login, ttlMinutes: 1 }, pinnedKey)).toThrow(`${title}ttlMinutes: 1 is not`);
  expect(() => checkedSpec({ login, users: "ci" as unknown as [] }, pinnedKey)).toThrow(`${title}users: is a string`);
});

test("where there is nothing to warn of, nothing is logged", () => {
  warnOf(hostProblems({}, image), resource);
  expect(warn).not.toHaveBeenCalled();
});

test("warnings are logged and stop nothing", () => {
  const problems = hostProblems({ docker: { version: "27.5.1" } }, { ...image, memoryMiB: 1024 });
  report(problems);
  warnOf(problems, resource);
  expect(warn).toHaveBeenCalledTimes(1);
  expect(warn).toHaveBeenCalledWith(
    expect.stringMatching(/^docker\.version: "27\.5\.1" lets .*\nmemoryMiB: 1024 MiB is little/),
    resource,
  );
});

test("where somebody has logged the warnings already, they are not logged again", () => {
  checkedSpec(hostSpec({ docker: { version: "27.5.1" } }, { login: "rocky", loginKeys: [] }), pinnedKey);
  expect(warn).not.toHaveBeenCalled();
});

test.each<[string, DockerHostArgs, pulumi.Input<number>]>([
  ["an output", { docker: { version: pulumi.output("nonsense") } }, 2048],
  ["a promise", { dockerUsers: [Promise.resolve("Nonsense")] }, 2048],
  ["a memory that is an output", { dockerUsers: ["Nonsense"] }, pulumi.output(2048)],
])("arguments with %s are left until they are known", (_kind, args, memoryMiB) => {
  expect(isKnown(args, memoryMiB)).toBe(false);
  expect(hostProblems(args, { ...image, memoryMiB })).toEqual([]);
});

test("arguments that do not reach the guest need not be known", () => {
  expect(isKnown({ users: [{ name: "ci" }], sshKey: pulumi.output({ privateKey: "x" }) }, undefined)).toBe(true);
});
