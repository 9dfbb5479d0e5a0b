// SPDX-License-Identifier: Apache-2.0
// The metadata service as QEMU starts it: one process for one connection.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const server = join(__dirname, "..", "cloud", "serve-metadata.mjs");
const google: Record<string, string> = { "Metadata-Flavor": "Google" };
let cloud: string;
let folder: string;

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

beforeEach(() => {
  cloud = mkdtempSync(join(tmpdir(), "gce-metadata-"));
  folder = join(cloud, "machines", "web");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "qemu.pid"), String(process.pid));
  describeInstance({ "enable-guest-attributes": "TRUE", "user-data": "#cloud-config\n", "my-Own_key": "x" });
});
afterEach(() => rmSync(cloud, { recursive: true }));

function describeInstance(metadata: Record<string, string>): void {
  const instance = {
    id: "4520031799277581759",
    name: "web",
    hostname: "web.europe-west1-b.c.p.internal",
    description: "",
    zone: "europe-west1-b",
    machineType: "e2-medium",
    image: "projects/rocky-linux-cloud/global/images/rocky-linux-9",
    project: { id: "my-project", number: "1234567" },
    metadata,
    tags: ["ssh"],
    networkInterfaces: [
      { network: "default", ip: "10.128.0.2", mac: "42:01:0a:80:00:02", accessConfigs: ["127.99.0.1"] },
    ],
    serviceAccounts: [{ email: "me@p.iam", scopes: ["a", "b"] }],
  };
  writeFileSync(join(folder, "instance.json"), JSON.stringify(instance));
}

function start(): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [server, folder, join(__dirname, "metadata.mjs")]);
}

async function ask(path: string, { method = "GET", headers = google, body = "" } = {}): Promise<Answer> {
  const child = start();
  const fields = { ...headers, "Content-Length": String(Buffer.byteLength(body)), Connection: "close" };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  child.stdin.write(`${method} /computeMetadata/v1/${path} HTTP/1.1\r\nHost: metadata\r\n${lines.join("")}\r\n${body}`);
  let text = "";
  for await (const part of child.stdout) text += String(part);
  child.stdin.end();
  const [head = "", ...rest] = text.split("\r\n\r\n");
  const [line = "", ...given] = head.split("\r\n");
  return {
    status: Number(line.split(" ")[1]),
    headers: Object.fromEntries(given.map((field) => field.split(": ", 2) as [string, string])),
    body: rest.join("\r\n\r\n"),
  };
}

describe("who is answered", () => {
  test("a request with Google's header, and the answer has it too", async () => {
    const { status, headers, body } = await ask("instance/id");
    expect([status, body]).toEqual([200, "4520031799277581759"]);
    expect(headers["Metadata-Flavor"]).toBe("Google");
  });

  test.each<[string, Record<string, string>]>([
    ["without the header", {}],
    ["with another value in it", { "Metadata-Flavor": "Amazon" }],
    ["that came through a proxy", { ...google, "X-Forwarded-For": "10.0.0.1" }],
  ])("not one %s", async (_name, headers) => {
    expect((await ask("instance/id", { headers })).status).toBe(403);
  });
});

describe("the tree", () => {
  test.each([
    ["instance/zone", "projects/1234567/zones/europe-west1-b"],
    ["instance/machine-type", "projects/1234567/machineTypes/e2-medium"],
    ["instance/hostname", "web.europe-west1-b.c.p.internal"],
    ["instance/attributes/my-Own_key", "x"],
    ["instance/network-interfaces/0/access-configs/0/external-ip", "127.99.0.1"],
    ["instance/service-accounts/default/scopes", "a\nb"],
    ["project/project-id", "my-project"],
    ["project/numeric-project-id", "1234567"],
    ["instance/attributes/", "enable-guest-attributes\nuser-data\nmy-Own_key\n"],
    ["project/", "attributes/\nnumeric-project-id\nproject-id\n"],
  ])("%s", async (path, body) => {
    expect(await ask(path)).toMatchObject({ status: 200, body });
  });

  test("what is not there is not found", async () => {
    for (const path of ["instance/attributes/none", "nothing", "instance/id/more", "instance/attributes/constructor"])
      expect((await ask(path)).status).toBe(404);
  });

  test("a folder without its slash leads to the one with it", async () => {
    const { status, headers } = await ask("instance/attributes");
    expect([status, headers.Location]).toEqual([
      301,
      "http://metadata.google.internal/computeMetadata/v1/instance/attributes/",
    ]);
  });

  test("all at once as JSON, with the user's own names as they are", async () => {
    const { headers, body } = await ask("?recursive=true&alt=json");
    expect(headers["Content-Type"]).toBe("application/json");
    expect(JSON.parse(body)).toMatchObject({
      instance: {
        attributes: { "user-data": "#cloud-config\n", "my-Own_key": "x" },
        machineType: "projects/1234567/machineTypes/e2-medium",
        networkInterfaces: [{ ip: "10.128.0.2", accessConfigs: [{ externalIp: "127.99.0.1" }] }],
      },
      project: { projectId: "my-project", attributes: {} },
    });
    // As cloud-init asks.
    expect(JSON.parse((await ask("instance/attributes/?recursive=True")).body)).toHaveProperty(["my-Own_key"], "x");
  });

  test("the project's metadata", async () => {
    writeFileSync(join(cloud, "project-metadata.json"), JSON.stringify({ "ssh-keys": "eve:ssh-ed25519 AAAA" }));
    expect((await ask("project/attributes/ssh-keys")).body).toBe("eve:ssh-ed25519 AAAA");
  });
});

describe("a token of the service account", () => {
  const place = "instance/service-accounts";

  test("is given by either of its names, and is in no listing", async () => {
    const { status, headers, body } = await ask(`${place}/default/token`);
    expect([status, headers["Content-Type"]]).toEqual([200, "application/json"]);
    const token: unknown = expect.stringMatching(/^ya29\.c\.[\w-]{43}$/);
    expect(JSON.parse(body)).toEqual({ access_token: token, expires_in: 3599, token_type: "Bearer" });
    expect((await ask(`${place}/me@p.iam/token`)).body).toBe(body);
    expect((await ask("?recursive=true&alt=json")).body).not.toContain("ya29");
  });

  test("is not found for another account, and not given without Google's header", async () => {
    expect((await ask(`${place}/you@p.iam/token`)).status).toBe(404);
    expect((await ask(`${place}/default/token`, { headers: {} })).status).toBe(403);
  });
});

describe("guest attributes", () => {
  const key = "instance/guest-attributes/hostkeys/ssh-ed25519";

  test("are written, read and deleted", async () => {
    expect((await ask(key)).status).toBe(404);
    expect((await ask(key, { method: "PUT", body: "AAAA" })).status).toBe(200);
    expect((await ask(key)).body).toBe("AAAA");
    expect((await ask("instance/guest-attributes/hostkeys/")).body).toBe("ssh-ed25519\n");
    expect((await ask(key, { method: "DELETE" })).status).toBe(200);
    expect((await ask(key)).status).toBe(404);
  });

  test.each(["FALSE", undefined])("are refused where enable-guest-attributes is %s", async (value) => {
    describeInstance(value === undefined ? {} : { "enable-guest-attributes": value });
    expect((await ask(key, { method: "PUT", body: "AAAA" })).status).toBe(403);
    expect((await ask(key)).status).toBe(403);
  });

  test.each([
    ["instance/guest-attributes/onlynamespace", 405],
    ["instance/attributes/user-data", 405],
    ["instance/guest-attributes/../key", 400],
    ["instance/guest-attributes/%2e%2e%2f%2e%2e/key", 405],
  ])("nothing else can be written: %s", async (path, status) => {
    expect((await ask(path, { method: "PUT", body: "x" })).status).toBe(status);
  });
});

test("who waits for a change is answered when there is one, when the time is over, or when the machine is", async () => {
  const path = "instance/attributes/?recursive=true&wait_for_change=true";
  const now = await ask("instance/attributes/?recursive=true");
  expect((await ask(`${path}&timeout_sec=1`)).headers.ETag).toBe(now.headers.ETag);
  expect((await ask(`${path}&timeout_sec=60&last_etag=another`)).headers.ETag).toBe(now.headers.ETag);
  const waiting = ask(`${path}&timeout_sec=60&last_etag=${now.headers.ETag}`);
  describeInstance({ "ssh-keys": "bob:x" });
  expect(JSON.parse((await waiting).body)).toEqual({ "ssh-keys": "bob:x" });
  rmSync(join(folder, "qemu.pid"));
  // The machine is gone.
  expect((await ask(`${path}&timeout_sec=600`)).status).toBe(200);
});
