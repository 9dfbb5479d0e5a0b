// SPDX-License-Identifier: Apache-2.0
// What the stage `secrets` makes of a machine whose own role logs in to registries, in a scratch folder.
import { ids, ScratchHost } from "./scratch-host";

let host: ScratchHost;
beforeEach(() => (host = new ScratchHost()));
afterEach(() => host.remove());

const ofRole = { host: "gcr.io", login: "cloud" } as const;
const withPassword = { host: "gcr.io", username: "_json_key", password: "s3cret" };
const config = "/home/ci/.docker/config.json";
const program = "/usr/bin/docker-credential-machine-role";
const asked = { credHelpers: { "gcr.io": "machine-role" } };
const auth = Buffer.from("_json_key:s3cret").toString("base64");
const settle = (...registries: Parameters<ScratchHost["settle"]>[1] & object) =>
  host.settle([], registries, ["ci"], "#!/bin/true\n");
const seen = () => JSON.parse(host.read(config)) as unknown;

test("docker is told to ask the program for that registry alone, which everybody may start", async () => {
  const quay = { host: "quay.io", username: "me", password: "x" };
  const said = "0 secret files (0 written, 0 removed); ci logged in to gcr.io, quay.io";
  expect(await settle(ofRole, quay)).toEqual({ status: 0, said });
  expect(seen()).toEqual({ auths: { "quay.io": { auth: Buffer.from("me:x").toString("base64") } }, ...asked });
  expect(host.given()[program]).toEqual({ content: "#!/bin/true\n", mode: "755", owner: ids.root });
  expect(host.labels()).toContain(program);
  expect(await settle(ofRole, quay)).toEqual({ status: 0, said });
  expect(host.labels()).toEqual([]);
});

test("it goes with the last registry that needs it, and leaves what else the user has", async () => {
  const theirs = {
    auths: { "gcr.io": { auth: "dGhlaXJz" } },
    credsStore: "pass",
    credHelpers: { "eu.gcr.io": "gcloud" },
  };
  host.write(config, JSON.stringify(theirs));
  await settle(ofRole);
  expect(seen()).toEqual({ ...theirs, credHelpers: { ...theirs.credHelpers, ...asked.credHelpers } });
  expect(await settle()).toEqual({ status: 0, said: "0 secret files (0 written, 0 removed)" });
  expect(seen()).toEqual(theirs);
  expect(host.given()[program]).toBeUndefined();
  expect(host.recorded()).toBeUndefined();
});

test("it stays for as long as a user's file that cannot be read may name it", async () => {
  await settle(ofRole);
  host.write(config, "{");
  expect(await settle()).toEqual({ status: 1, said: `${config} is no JSON (line 1); correct or remove it` });
  expect(host.given()[program]?.content).toBe("#!/bin/true\n");
  host.write(config, JSON.stringify(asked));
  expect(await settle()).toMatchObject({ status: 0 });
  expect(host.given()[program]).toBeUndefined();
  expect(host.recorded()).toBeUndefined();
});

test("a password takes the place of the role, and the role that of a password, without a rest of either", async () => {
  await settle(withPassword);
  await settle(ofRole);
  expect(seen()).toEqual(asked);
  await settle(withPassword);
  expect(seen()).toEqual({ auths: { "gcr.io": { auth } } });
  expect(host.given()[program]).toBeUndefined();
});

test("what was cut off in between is put right by the next run", async () => {
  await settle(withPassword);
  const before = host.recorded() ?? "";
  host.write(config, JSON.stringify({ auths: { "gcr.io": { auth } }, ...asked }));
  const both = JSON.parse(before) as { logins: { helper?: string }[] };
  both.logins.push({ ...both.logins[0], helper: "machine-role" });
  host.write("/var/lib/docker-host/secrets.json", JSON.stringify(both));
  await settle(ofRole);
  expect(seen()).toEqual(asked);
});

test.each(["gcloud", ""])(
  "another program that the user has for it, %j, is left, and the reason is said",
  async (name) => {
    host.write(config, JSON.stringify({ credHelpers: { "gcr.io": name } }));
    expect(await settle(ofRole)).toEqual({
      status: 1,
      said: `${config} names a program in credHelpers that docker asks for the login, and not ours; remove it there, or leave the user out of registries`,
    });
    expect(seen()).toEqual({ credHelpers: { "gcr.io": name } });
  },
);

test("what the user has put in its place goes with nothing of ours", async () => {
  await settle(ofRole);
  host.write(config, JSON.stringify({ credHelpers: { "gcr.io": "gcloud" } }));
  await settle();
  expect(seen()).toEqual({ credHelpers: { "gcr.io": "gcloud" } });
});
