// SPDX-License-Identifier: Apache-2.0
// What the stage `secrets` makes of a machine, in a scratch folder.
import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import { ids, ScratchHost } from "./scratch-host";

let host: ScratchHost;
beforeEach(() => (host = new ScratchHost()));
afterEach(() => host.remove());

const token = { path: "/etc/app/token", content: "s3cret\r\nof two lines" };
const registry = { host: "registry.example:5000", username: "robot", password: "pa:ss w0rd" };
const auth = Buffer.from("robot:pa:ss w0rd").toString("base64");
const config = "/home/ci/.docker/config.json";
const done = (said: string) => ({ status: 0, said });

describe("a secret file", () => {
  test("is there byte for byte, for root alone, in a folder that was made for it", async () => {
    expect(await host.settle([token])).toEqual(done("1 secret file (1 written, 0 removed)"));
    expect(host.given()).toEqual({
      "/etc/app": { content: "(a folder)", mode: "755", owner: ids.root },
      "/etc/app/token": { content: token.content, mode: "600", owner: ids.root },
    });
    expect(host.labels()).toEqual(["/var/lib/docker-host/secrets.json", "/etc/app", "/etc/app/token"]);
  });

  test("has the owner and the mode that it is to have, and may hold bytes", async () => {
    const bytes = Buffer.from([0, 255, 10, 13, 128]);
    const path = "/home/ci/keys/store.p12";
    const file = { path, content: bytes.toString("base64"), base64: true, owner: "ci:bob", permissions: "0440" };
    expect(await host.settle([file])).toMatchObject({ status: 0 });
    expect(readFileSync(join(host.root, path))).toEqual(bytes);
    const { gid } = lstatSync(join(host.root, path));
    expect([host.given()[path]?.mode, host.given()[path]?.owner, gid]).toEqual(["440", ids.ci, ids.bob]);
    expect(host.given()["/home/ci/keys"]).toMatchObject({ mode: "755", owner: ids.ci });
  });

  test("is not touched where it is as it is to be", async () => {
    await host.settle([token]);
    const before = lstatSync(join(host.root, token.path)).ino;
    expect(await host.settle([token])).toEqual(done("1 secret file (0 written, 0 removed)"));
    expect(lstatSync(join(host.root, token.path)).ino).toBe(before);
  });

  test.each([
    ["edited", (file: string) => writeFileSync(file, "mine")],
    ["opened to others", (file: string) => chmodSync(file, 0o644)],
    ["given another name as well", (file: string) => linkSync(file, `${file}.copy`)],
  ])("that somebody has %s is put right again", async (_what, change) => {
    await host.settle([token]);
    change(join(host.root, token.path));
    expect(await host.settle([token])).toEqual(done("1 secret file (1 written, 0 removed)"));
    expect(host.given()[token.path]).toEqual({ content: token.content, mode: "600", owner: ids.root });
    expect(lstatSync(join(host.root, token.path)).nlink).toBe(1);
  });

  test("that is named no more goes, with the folder that was made for it and with nothing else", async () => {
    host.write("/etc/other/theirs", "stays");
    await host.settle([token, { path: "/etc/other/ours", content: "x" }, { path: "/etc/app/more/deep", content: "x" }]);
    expect(await host.settle([{ path: "/etc/app/more/deep", content: "x" }])).toEqual(
      done("1 secret file (0 written, 2 removed)"),
    );
    expect(Object.keys(host.given()).sort()).toEqual(
      ["/etc/app", "/etc/app/more", "/etc/app/more/deep", "/etc/other", "/etc/other/theirs"].sort(),
    );
    await host.settle([]);
    expect(Object.keys(host.given()).sort()).toEqual(["/etc/other", "/etc/other/theirs"]);
    expect(host.recorded()).toBeUndefined();
  });

  test("in a folder in which somebody else has something leaves that there", async () => {
    await host.settle([token]);
    host.write("/etc/app/theirs", "stays");
    await host.settle([]);
    expect(Object.keys(host.given()).sort()).toEqual(["/etc/app", "/etc/app/theirs"]);
  });

  test("is remembered from before it is written, so that a run which was cut off is cleaned up after", async () => {
    // What such a run leaves: the record of both, a file that is half written, and one that is.
    host.write("/etc/app/token", "s3cret");
    host.write("/etc/app/.docker-host-secret.new", "s3c");
    host.write(
      "/var/lib/docker-host/secrets.json",
      JSON.stringify({ files: ["/etc/app/token", "/etc/app/never"], folders: ["/etc/app"] }),
    );
    expect(await host.settle([])).toMatchObject({ status: 0 });
    expect(host.given()).toEqual({});
  });
});

describe("what others could have put in the way", () => {
  test("a link in a folder of a user is not followed, and the reason is said", async () => {
    mkdirSync(join(host.root, "etc/secret"));
    symlinkSync("/etc/secret", join(host.root, "home/ci/link"));
    if (ids.root === 0) chownSync(join(host.root, "etc/secret"), 0, 0);
    chmodSync(join(host.root, "home/ci"), 0o777);
    const { status, said } = await host.settle([{ path: "/home/ci/link/file", content: "x" }]);
    expect([status, said]).toEqual([
      1,
      "/home/ci/link is a link that others than root can change; name the place to which it leads",
    ]);
    expect(host.given()["/etc/secret/file"]).toBeUndefined();
  });

  test.each(["run", "/run"])("a link of root's own to %j is", async (target) => {
    mkdirSync(join(host.root, "run"));
    symlinkSync(target === "/run" ? "/run" : "../run", join(host.root, "var/run"));
    expect(await host.settle([{ path: "/var/run/app/token", content: "x" }])).toMatchObject({ status: 0 });
    expect(host.given()["/run/app/token"]).toMatchObject({ content: "x" });
    await host.settle([]);
    expect(host.given()["/run/app"]).toBeUndefined();
  });

  test("a link in the place of the file is replaced, and what it leads to stays as it is", async () => {
    host.write("/etc/theirs", "stays");
    host.write("/etc/app/other", "");
    symlinkSync("/etc/theirs", join(host.root, token.path));
    expect(await host.settle([token])).toMatchObject({ status: 0 });
    expect(host.read("/etc/theirs")).toBe("stays");
    expect(lstatSync(join(host.root, token.path)).isFile()).toBe(true);
  });

  test("a link in the place of a user's logins is left, and the reason is said", async () => {
    host.write("/home/ci/.docker/other", "");
    symlinkSync("/etc/passwd", join(host.root, config));
    const { status, said } = await host.settle([], [registry]);
    expect([status, said]).toEqual([1, `${config} is a link; put a file in its place`]);
    expect(readlinkSync(join(host.root, config))).toBe("/etc/passwd");
  });
});

test("all that is wrong is said at once, without a secret, and the rest is done", async () => {
  mkdirSync(join(host.root, token.path), { recursive: true });
  host.write("/etc/file", "");
  const { status, said } = await host.settle(
    [
      token,
      { path: "/etc/file/below", content: "s3cret" },
      { path: "/etc/fine", content: "s3cret" },
      { path: "/etc/whose", content: "s3cret", owner: "alice:ci" },
    ],
    [{ ...registry, users: ["alice", "ci", "homeless"] }],
  );
  expect(status).toBe(1);
  expect(said.split("; ")).toEqual([
    "/etc/app/token is a folder",
    "/etc/file is no folder",
    "/etc/whose is to belong to alice:ci, and there is no alice on this machine",
    "there is no user alice on this machine to log in to a registry",
    "/home/homeless, the home of homeless, does not exist",
  ]);
  expect(host.read("/etc/fine")).toBe("s3cret");
  expect(JSON.parse(host.read(config))).toEqual({ auths: { "registry.example:5000": { auth } } });
});

describe("the login of a registry", () => {
  test("stands in the file of each user as docker keeps it, and can be read by nobody else", async () => {
    const hub = { host: "docker.io", username: "me", password: "x", users: ["root"] };
    expect(await host.settle([], [registry, hub], ["bob", "ci"])).toEqual(
      done("0 secret files (0 written, 0 removed); bob, ci, root logged in to docker.io, registry.example:5000"),
    );
    const ofRegistry = `{\n\t"auths": {\n\t\t"registry.example:5000": {\n\t\t\t"auth": "${auth}"\n\t\t}\n\t}\n}\n`;
    expect(host.given()).toEqual({
      "/home/bob/.docker": { content: "(a folder)", mode: "700", owner: ids.bob },
      "/home/bob/.docker/config.json": { content: ofRegistry, mode: "600", owner: ids.bob },
      "/home/ci/.docker": { content: "(a folder)", mode: "700", owner: ids.ci },
      [config]: { content: ofRegistry, mode: "600", owner: ids.ci },
      "/root/.docker": { content: "(a folder)", mode: "700", owner: ids.root },
      "/root/.docker/config.json": {
        content: expect.stringContaining('"https://index.docker.io/v1/"') as string,
        mode: "600",
        owner: ids.root,
      },
    });
    expect(host.recorded()).not.toContain(auth);
    expect(host.recorded()).not.toContain(registry.password);
  });

  test("leaves what else is in the file, and goes without it", async () => {
    const theirs = {
      auths: { "quay.io": { auth: "dGhlaXJz" } },
      credHelpers: { "gcr.io": "gcloud" },
      detachKeys: "ctrl-ü",
    };
    host.write(config, JSON.stringify(theirs));
    await host.settle([], [registry]);
    expect(JSON.parse(host.read(config))).toEqual({
      ...theirs,
      auths: { ...theirs.auths, "registry.example:5000": { auth } },
    });
    await host.settle([]);
    expect(JSON.parse(host.read(config))).toEqual(theirs);
  });

  test("goes with the user who is named no more, and stays with the others", async () => {
    await host.settle([], [registry], ["ci", "bob"]);
    await host.settle([], [registry], ["bob"]);
    expect(Object.keys(host.given())).toEqual(["/home/bob/.docker", "/home/bob/.docker/config.json"]);
  });

  test("is a new one where the password is, and nothing of the old one stays", async () => {
    await host.settle([], [registry]);
    await host.settle([], [{ ...registry, password: "new" }]);
    expect(host.read(config)).not.toContain(auth);
    expect(host.read(config)).toContain(Buffer.from("robot:new").toString("base64"));
  });

  test.each([
    ["credsStore", { credsStore: "pass" }],
    ["credHelpers", { credHelpers: { "registry.example:5000": "gcloud" } }],
  ])("is refused where the user's %s would hide it", async (name, theirs) => {
    host.write(config, JSON.stringify(theirs));
    const { status, said } = await host.settle([], [registry]);
    expect([status, said]).toEqual([
      1,
      `${config} names a program in ${name} that docker asks for the login, and not the file; remove it there, or leave the user out of registries`,
    ]);
    expect(JSON.parse(host.read(config))).toEqual(theirs);
  });

  test("is given where a helper of another registry is, or this one's is turned off", async () => {
    host.write(config, JSON.stringify({ credsStore: "pass", credHelpers: { "registry.example:5000": "" } }));
    expect(await host.settle([], [registry])).toMatchObject({ status: 0 });
  });

  test.each([
    ['{"auths": [', "is no JSON (line 1); correct or remove it"],
    ["[]", "is no JSON object; correct or remove it"],
    ['{"auths": [1]}', "is not of the docker command's form; correct or remove it"],
    ["\\xff", "is no JSON (line 1); correct or remove it"],
  ])("does not take the place of a file that holds %j", async (content, reason) => {
    host.write(config, content);
    expect(await host.settle([], [registry])).toEqual({ status: 1, said: `${config} ${reason}` });
    expect(host.read(config)).toBe(content);
  });

  test("of a user who is gone is taken from the home that is left", async () => {
    await host.settle([], [registry], ["ci", "bob"]);
    host.write("/etc/passwd", host.read("/etc/passwd").replace(/^bob.*\n/m, ""));
    expect(await host.settle([], [registry])).toMatchObject({ status: 0 });
    expect(host.recorded()).not.toContain("bob");
    expect(Object.keys(host.given())).toEqual(["/home/ci/.docker", config]);
  });
});

test("no process is started with a secret in its arguments or its environment", async () => {
  await host.settle([token], [registry]);
  await host.ask(registry.host);
  const seen = host.started();
  for (const word of ["ROOT=", "passwd\nci\nroot", "/etc/app/token", registry.host]) expect(seen).toContain(word);
  const encoded = Buffer.from(token.content).toString("base64");
  for (const secret of ["s3cret", encoded, registry.password, auth]) expect(seen).not.toContain(secret);
});

test("what the order could hold ends in no message, whatever goes wrong", async () => {
  host.program("getent", "kill -9 $$");
  host.write("/var/lib/docker-host/secrets.json", "s3cret");
  const { status, said } = await host.settle([token], [registry]);
  expect([status, said]).toEqual([1, "/var/lib/docker-host/secrets.json is no JSON (line 1); correct or remove it"]);
});
