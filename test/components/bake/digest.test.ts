// SPDX-License-Identifier: Apache-2.0
import { imageDigest } from "../../../components/bake/digest";
import type { HostSpecInput } from "../../../cloud-init";

const base = { target: "local", base: "rocky", architecture: "x64" };
const of = (guest: Partial<HostSpecInput> = {}, more: object = {}) =>
  imageDigest({ ...base, ...more }, { login: "rocky", ...guest });

test("is of what ends in the image", () => {
  const others = [
    of({ docker: { version: "29.1.0" } }),
    of({ docker: { containerdVersion: "2.1.9" } }),
    of({ docker: { channel: "test" } }),
    of({ docker: { repository: "rhel" } }),
    of({ docker: { gpgFingerprint: "0".repeat(40) } }),
    of({ docker: { compose: false } }),
    of({ docker: { buildx: false } }),
    of({ docker: { packages: ["htop"] } }),
    of({ docker: { versionLock: true } }),
    of({ securityUpdates: true }),
    of({ files: [{ path: "/etc/a", content: "a" }] }),
    of({ commands: ["true"] }),
    of({ cloudConfig: { timezone: "UTC" } }),
    of({}, { base: "another" }),
    of({}, { architecture: "arm64" }),
    of({}, { rotateImage: "2" }),
    of({}, { target: "aws" }),
  ];
  expect(new Set([of(), ...others]).size).toBe(others.length + 1);
});

test("is not of a host's configuration, which no image holds", () => {
  const docker = {
    ...{ proxy: "http://proxy:3128", daemonConfig: { debug: true }, liveRestore: false, hardened: true },
    registryMirrors: ["https://mirror.test"],
  };
  expect(of({ docker, swapMiB: 512, sysctls: { "vm.swappiness": "1" }, kernelModules: ["br_netfilter"] })).toBe(of());
});

test("takes a default that is written out for the default, and maps in any order", () => {
  expect(of({ docker: { compose: true, packages: [] }, commands: [] })).toBe(of());
  const one = { cloudConfig: { a: 1, b: { c: [1, 2], d: 2 } } };
  expect(of(one)).toBe(of({ cloudConfig: { b: { d: 2, c: [1, 2] }, a: 1 } }));
  expect(of(one)).not.toBe(of({ cloudConfig: { a: 1, b: { c: [2, 1], d: 2 } } }));
});

test("stays as it is, so that the images of an earlier version of the package are found", () => {
  expect(of()).toBe("f70dabe5934a321ce9520cfdadb626319151810f4d1370fb399b6e45c1abd449");
});
