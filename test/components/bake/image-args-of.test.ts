// SPDX-License-Identifier: Apache-2.0
import { hostArgsWith, imageArgsOf, isBakedByDefault } from "../../../components/bake/image-args-of";
import { digestOf } from "../../../components/bake/order";
import { imageRows } from "../../../components/local/image-rules";

const imageOf = (args: Record<string, unknown>) => imageArgsOf(args, imageRows);
const certificate = { path: "/etc/pki/ca-trust/source/anchors/ours.crt", content: "c" };

test("the image of a host has what decides about its packages, and how the machine is made", () => {
  const packages = { version: "29.1.0", packages: ["git-core"], proxy: "http://proxy.example:3128", noProxy: ["a"] };
  const machine = { image: { name: "a", disk: "/a" }, cpus: 1, accelerator: "tcg", repositoryDirectory: "/packages" };
  const args = {
    ...machine,
    docker: { ...packages, daemonConfig: { icc: false }, dataRoot: "/data", hardened: true },
    ...{ securityUpdates: true, rotateImage: "2026-11", sshPort: 2200, diskGiB: undefined },
    ...{
      users: [{ name: "ci" }],
      dockerUsers: ["ci"],
      ttlMinutes: 30,
      swapMiB: 512,
      sysctls: {},
      kernelModules: ["x"],
    },
    ...{ commands: ["docker pull a"], health: { ssh: 20, smokeImage: "a", rebootCheck: true } },
  };
  const image = { ...machine, docker: packages, securityUpdates: true, rotateImage: "2026-11", health: { ssh: 20 } };
  expect(imageOf(args)).toEqual(image);
});

test("of a host's files it has those that dnf reads, and that need no user", () => {
  const others = [
    { path: "/etc/app.conf", content: "a" },
    { path: "/home/ci/.netrc", content: "a", owner: "ci:ci" },
    { ...certificate, owner: "ci" },
  ];
  expect(imageOf({ files: [...others, certificate] })).toEqual({ files: [certificate] });
  expect(imageOf({ files: others })).toEqual({});
});

test("hosts that differ in users, files and their configuration of Docker have one image, and one with other packages has another", () => {
  const digest = (args: Record<string, unknown>) => digestOf({ target: "local", args: imageOf(args) ?? {} });
  const same = { users: [{ name: "ci" }], files: [{ path: "/a", content: "a" }], docker: { liveRestore: false } };
  expect(digest(same)).toBe(digest({}));
  expect(digest({ docker: { packages: ["git-core"] } })).not.toBe(digest({}));
  expect(digest({ rotateImage: "again" })).not.toBe(digest({}));
});

test("a host with cloudConfig has no image, and with one of its own it is made from none by default", () => {
  expect(imageOf({ cloudConfig: { bootcmd: ["true"] } })).toBeUndefined();
  expect(isBakedByDefault("local", { cloudConfig: { bootcmd: ["true"] } })).toBe(false);
  expect(isBakedByDefault("local", { image: { name: "a", disk: "/a" } })).toBe(false);
  expect([isBakedByDefault("local", {}), isBakedByDefault("aws", {}), isBakedByDefault("gcp", {})]).toEqual([
    true,
    false,
    false,
  ]);
});

test("a host gets its image as it takes one, in place of what would choose one", () => {
  const args = { users: [], rotateImage: "again" };
  expect(hostArgsWith("aws", "ami-1", { ...args, amiId: "ami-0" })).toEqual({ users: [], amiId: "ami-1" });
  expect(hostArgsWith("gcp", "projects/p/global/images/i", args)).toEqual({
    users: [],
    image: "projects/p/global/images/i",
  });
});

test("what is of another kind than it should be is left to the checks of a host", () => {
  expect(imageOf({ docker: "29", files: "none", health: 7 })).toEqual({});
});
