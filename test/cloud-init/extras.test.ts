// SPDX-License-Identifier: Apache-2.0
import type { CloudConfig, FileSpec } from "../../cloud-init";
import { mountDataDisk } from "../../cloud-init/data-disk";
import { extras } from "../../cloud-init/extras";
import { ownConfig } from "../../cloud-init/render";
import { specOf } from "./spec-of";

describe("a file is written", () => {
  /** How the file is written, and what is run before it. */
  const written = (file: Partial<FileSpec>, cloudConfig: CloudConfig = {}) => {
    const config = ownConfig(specOf({ files: [{ path: "/etc/motd", content: "", ...file }], cloudConfig }));
    const { owner, defer } = (config.write_files as CloudConfig[]).at(-1) ?? {};
    return { owner, defer, bootcmd: config.bootcmd };
  };

  test("before sshd, dnf and useradd are at work, so that they read it", () => {
    expect(written({})).toEqual({});
    expect(written({ path: "/data/web/index.html" }, mountDataDisk("/data"))).toEqual({});
  });

  test.each<[string, Partial<FileSpec>, CloudConfig]>([
    ["the users, whose it is", { owner: "ci:ci" }, {}],
    ["the users, in whose home it is", { path: "/home/ci/.docker/config.json" }, {}],
    ["the users, in whose other home it is", { path: "/srv/ci/x" }, { users: [{ name: "ci", homedir: "/srv/ci/" }] }],
    ["the users, in whose home it is, however that ends", { path: "/srv/x" }, { users: [{ homedir: "/srv//" }] }],
    [
      "cloud-init has mounted its folder",
      { path: "/mnt/a/b" },
      {
        mounts: [
          ["/dev/sdz", "/mnt"],
          ["swap", "none"],
        ],
      },
    ],
  ])("after %s", (_what, file, cloudConfig) => {
    expect(written(file, cloudConfig)).toEqual({ owner: file.owner, defer: true });
  });

  test("as ever, where what users and mounts hold is no path", () => {
    const odd = ["root", null, { homedir: ["/srv"] }, { homedir: "/" }];
    expect(written({ path: "/srv/x" }, { users: odd, mounts: [["/dev/sdz", ["/srv"]], "x"] })).toEqual({});
    expect(written({ path: "/srv/x" }, { users: "root", mounts: "none" })).toEqual({});
  });

  test("after Docker's group, which is made for it, as Docker's packages come later", () => {
    expect(written({ owner: "root:docker" })).toEqual({
      owner: "root:docker",
      defer: true,
      bootcmd: [["groupadd", "-rf", "docker"]],
    });
  });
});

test("where there is nothing of the caller's own, nothing is said", () => {
  expect(extras(specOf({}))).toStrictEqual({});
});
