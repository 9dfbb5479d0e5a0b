// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import type { LocalDockerHostArgs } from "../../../components/local/args";
import { localHostProblems } from "../../../components/local/problems";

const image = { name: "Rocky 9.8", disk: "/images/rocky.qcow2" };
const found = (args: LocalDockerHostArgs) =>
  localHostProblems({ image, ...args }).map(({ severity, path, message }) => `${severity} ${path}: ${message}`);
const file = { path: "/etc/app/token", content: "s3cret" };
const registry = { host: "r.example:5000", username: "robot", password: "s3cret" };

test("files and registries of each form are taken", () => {
  expect(
    found({
      users: [{ name: "ci" }],
      dockerUsers: ["rocky", "ci"],
      secretFiles: [
        file,
        { path: "/home/ci/store", content: "AAH/", base64: true, owner: "ci:ci", permissions: "0440" },
        { path: "/srv/x", content: "", permissions: "600", owner: "root" },
      ],
      registries: [
        { ...registry, users: ["ci", "root"], image: "r.example:5000/team/app:1.0" },
        { host: "docker.io", username: "me", password: "x", image: "library/alpine@sha256:" + "a".repeat(64) },
        { host: "localhost", username: "_json_key", password: "{}\n{}" },
        { host: "[fd00::1]:5000", username: "me", password: "x", image: "[fd00::1]:5000/a_b/c--d" },
      ],
    }),
  ).toEqual([]);
});

describe("of a secret file", () => {
  test.each<[string, Partial<typeof file> & Record<string, unknown>, string]>([
    [
      "a relative path",
      { path: "token" },
      `error secretFiles[0].path: "token" is not the absolute path of a file, for example "/etc/motd"`,
    ],
    [
      "steps back",
      { path: "/etc/../x" },
      `error secretFiles[0].path: "/etc/../x" is not the absolute path of a file, for example "/etc/motd"`,
    ],
    [
      "an owner with spaces",
      { owner: "a b" },
      `error secretFiles[0].owner: "a b" is not "user" or "user:group", for example "root:root"`,
    ],
    [
      "an owner whom nobody makes",
      { owner: "app" },
      `warning secretFiles[0].owner: "app" is not made by users; unless the image has it, the file cannot be written; declare it in users`,
    ],
    [
      "a mode in words",
      { permissions: "u=rw" },
      `error secretFiles[0].permissions: "u=rw" is not three octal digits, for example "0600"`,
    ],
    [
      "a mode that gives nobody anything",
      { permissions: "000" },
      `error secretFiles[0].permissions: "000" is not three octal digits, for example "0600"`,
    ],
    [
      "a mode that makes a program of it",
      { permissions: "4755" },
      `error secretFiles[0].permissions: "4755" is not three octal digits, for example "0600"`,
    ],
    [
      "a mode for everybody",
      { permissions: "0644" },
      `warning secretFiles[0].permissions: "0644" lets everybody on the machine read a secret; use "0600", or "0640" for a group`,
    ],
    [
      "what is not base64",
      { base64: true, content: "s3cret!" },
      `error secretFiles[0].content: is not base64 (not shown); encode it, or leave base64 out`,
    ],
    [
      "who may enter",
      { path: "/home/ci/.ssh/authorized_keys" },
      `error secretFiles[0].path: "/home/ci/.ssh/authorized_keys" decides who may enter the machine, for which users and cloudConfig are; remove it`,
    ],
    [
      "a file of ours",
      { path: "/etc/docker/daemon.json" },
      `error secretFiles[0].path: "/etc/docker/daemon.json" is written by this package; choose another path`,
    ],
    [
      "a program of ours",
      { path: "/usr/bin/docker-credential-machine-role", permissions: "0600" },
      `error secretFiles[0].path: "/usr/bin/docker-credential-machine-role" is written by this package; choose another path`,
    ],
    [
      "our record",
      { path: "/var/lib/docker-host/secrets.json" },
      `error secretFiles[0].path: "/var/lib/docker-host/secrets.json" is written by this package; choose another path`,
    ],
    [
      "the kernel's",
      { path: "/proc/sys/x" },
      `error secretFiles[0].path: "/proc/sys/x" is on no disk; choose another folder`,
    ],
    [
      "what a restart empties",
      { path: "/run/app/x" },
      `warning secretFiles[0].path: "/run/app/x" is gone when the machine restarts, until the next check; choose a folder on its disk`,
    ],
  ])("%s is told, without its content", (_what, change, problem) => {
    expect(found({ secretFiles: [{ ...file, ...change }] })).toEqual([problem]);
  });

  test("a path that files or cloud-config have as well, or as a folder, is refused", () => {
    const cloudConfig = { write_files: [{ path: "/srv", content: "" }] };
    const secretFiles = [file, { path: "/srv/x", content: "" }, { path: "/opt", content: "" }];
    const files = [
      { path: "/etc/app/token", content: "" },
      { path: "/opt/x", content: "" },
    ];
    expect(found({ files, cloudConfig, secretFiles })).toEqual([
      `error secretFiles[0].path: "/etc/app/token" is written in files[0]; remove one of the two`,
      `error secretFiles[1].path: "/srv/x" is a folder of one or the other in cloudConfig.write_files[0]; remove one of the two`,
      `error secretFiles[2].path: "/opt" is a folder of one or the other in files[1]; remove one of the two`,
    ]);
  });

  test("one that is there twice, or the folder of another, is refused, also where contents are known later only", () => {
    const content = pulumi.secret("s3cret");
    const secretFiles = ["/a/b", "/a", "/a/b"].map((path) => ({ path, content }));
    expect(found({ secretFiles })).toEqual([
      `error secretFiles[2].path: "/a/b" is here twice; keep one of them`,
      `error secretFiles[1].path: "/a" is the folder of "/a/b", and cannot be a file`,
    ]);
  });

  test("one byte more than is carried is refused, in one file and in all together", () => {
    const large = (size: number, i = 0) => ({ path: `/srv/${i}`, content: "é".repeat(size / 2) });
    expect(found({ secretFiles: [large(65_536)] })).toEqual([]);
    expect(found({ secretFiles: [large(65_538)] })).toEqual([
      "error secretFiles[0].content: has 65538 bytes, and at most 65536 are carried; have the machine fetch what is large, with a key that is carried",
    ]);
    expect(found({ secretFiles: [1, 2, 3, 4].map((i) => large(65_536, i)) })).toEqual([]);
    expect(found({ secretFiles: [1, 2, 3, 4].map((i) => large(65_536, i)).concat(large(2)) })).toEqual([
      "error secretFiles: have 262146 bytes together, and at most 262144 are carried; have the machine fetch what is large, with a key that is carried",
    ]);
  });
});

describe("of a registry", () => {
  const ofHost = (host: string) => found({ registries: [{ ...registry, host }] });

  test.each([
    ["https://r.example:5000/v2/", `"https://r.example:5000/v2/" is not "host" or "host:port"; write "r.example:5000"`],
    ["ghcr.io/team", `"ghcr.io/team" is not "host" or "host:port"; write "ghcr.io"`],
    ["r example", `"r example" is not "host" or "host:port"; for example "registry.example:5000"`],
    [
      "registry",
      `"registry" is a folder of Docker Hub where an image's name begins with it; give the registry's full name, or its port: "registry:443"`,
    ],
    ["https://index.docker.io/v1/", `"https://index.docker.io/v1/" is Docker Hub; write "docker.io"`],
    ["hub.docker.com", `"hub.docker.com" is Docker Hub; write "docker.io"`],
    ["registry-1.docker.io", `"registry-1.docker.io" is Docker Hub; write "docker.io"`],
  ])("the host %j is refused, with what to write", (host, message) => {
    expect(ofHost(host)).toEqual([`error registries[0].host: ${message}`]);
  });

  test("one that is here twice is refused", () => {
    expect(found({ registries: [registry, { ...registry, host: "R.example:5000" }] })).toEqual([
      `error registries[1].host: "r.example:5000" is here twice; keep one of them`,
    ]);
  });

  test("without a password, or without a user, is refused", () => {
    const [host, username] = [registry.host, "robot"];
    expect(
      found({
        registries: [
          { host, username },
          { host: "r.example", login: "password" },
        ],
      }),
    ).toEqual([
      "error registries[0].password: is missing",
      "error registries[1].username: is missing",
      "error registries[1].password: is missing",
    ]);
    const later = pulumi.output(registry);
    expect(found({ registries: [later, pulumi.output({ ...registry, host: "r.example" })] })).toEqual([]);
  });

  test("the login of a role is for the clouds", () => {
    expect(found({ registries: [{ host: "gcr.io", login: "cloud" }] })).toEqual([
      `error registries[0].login: "cloud" is for machines that have a role in their cloud, and this one has none; give username and password`,
    ]);
    const login = "cluod" as "cloud";
    expect(found({ registries: [{ ...registry, login }] })).toEqual([
      `error registries[0].login: "cluod" is none of "password", "cloud"`,
    ]);
  });

  test.each<[string, Partial<typeof registry> & Record<string, unknown>, string]>([
    [
      "a user with a colon",
      { username: "a:b" },
      "error registries[0].username: must be at least one letter, without colons and control characters (not shown)",
    ],
    ["no password", { password: "" }, "error registries[0].password: is empty; give the password or a token"],
    [
      "a password from a file",
      { password: "s3cret\n" },
      "warning registries[0].password: ends with a line break, which counts as a part of it; take it off if it came with a file",
    ],
    [
      "an image of another registry",
      { image: "quay.io/a/b" },
      `error registries[0].image: "quay.io/a/b" is not an image of "r.example:5000", for example "r.example:5000/team/app:1.0"`,
    ],
    [
      "no user",
      { users: [] },
      "error registries[0].users: is empty; name who is logged in, or leave it out for all dockerUsers",
    ],
    [
      "a user twice",
      { users: ["root", "root"] },
      `error registries[0].users[1]: "root" is here twice; keep one of them`,
    ],
    [
      "a user whom nobody makes",
      { users: ["app"] },
      `warning registries[0].users[0]: "app" is not in users; unless the image has this user, the login cannot be given`,
    ],
  ])("%s is told, without its password", (_what, change, problem) => {
    expect(found({ registries: [{ ...registry, ...change }] })).toEqual([problem]);
  });

  test("nobody to log in, because nobody may use Docker, is refused", () => {
    expect(found({ dockerUsers: [], registries: [registry] })).toEqual([
      "error registries[0].users: is missing, and dockerUsers is empty; name who is logged in",
    ]);
  });

  test("the file that keeps a user's logins is no secret file as well", () => {
    const secretFiles = [{ ...file, path: "/home/rocky/.docker/config.json" }];
    expect(found({ secretFiles })).toEqual([]);
    expect(found({ secretFiles, registries: [registry] })).toEqual([
      `error secretFiles[0].path: "/home/rocky/.docker/config.json" is where registries keep the login of rocky; remove one of the two`,
    ]);
  });
});
