// SPDX-License-Identifier: Apache-2.0
// The probe `registry` on a machine whose engine is played.
import { createServer, type IncomingMessage, type Server } from "node:http";
import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { registryProgram } from "../../../components/health/settlement";
import { ScratchHost } from "./scratch-host";

interface Asked {
  line: string;
  /** What the engine is told of the login. */
  login: unknown;
}

let host: ScratchHost;
let engine: Server;
let asked: Asked[];
let answer: (line: string) => [status: number, body: unknown];

beforeEach(async () => {
  host = new ScratchHost();
  asked = [];
  answer = () => [200, { Status: "Login Succeeded" }];
  mkdirSync(join(host.root, "run"));
  engine = createServer((request, response) => {
    void body(request).then((text) => {
      const line = `${request.method} ${request.url}`;
      const header = request.headers["x-registry-auth"];
      const login = typeof header === "string" ? Buffer.from(header, "base64url").toString() : text;
      asked.push({ line, login: JSON.parse(login) });
      const [status, said] = answer(line);
      response.writeHead(status).end(typeof said === "string" ? said : JSON.stringify(said));
    });
  });
  await new Promise<void>((resolve) => engine.listen(join(host.root, "run/docker.sock"), resolve));
});
afterEach(async () => {
  await new Promise((resolve) => engine.close(resolve));
  host.remove();
});

async function body(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

const registry = { host: "r.example:5000", username: "robot", password: "pässw0rd" };
const login = { username: "robot", password: "pässw0rd", serveraddress: "r.example:5000" };

test("without an image the engine logs in, once for all users of a login", async () => {
  await host.settle([], [registry], ["ci", "bob"]);
  expect(await host.ask("r.example:5000")).toEqual({ status: 0, said: "logged in to r.example:5000" });
  expect(asked).toEqual([{ line: "POST /auth", login }]);
});

test("with an image it asks for its manifest, with that login", async () => {
  const image = "r.example:5000/team/app:1.0@sha256:abc";
  await host.settle([], [{ ...registry, image }]);
  expect(await host.ask("r.example:5000")).toMatchObject({ status: 0 });
  expect(asked).toEqual([{ line: `GET /distribution/${image}/json`, login }]);
});

test("Docker Hub is asked by the name of its login", async () => {
  await host.settle([], [{ ...registry, host: "docker.io" }]);
  expect(await host.ask("docker.io")).toMatchObject({ status: 0 });
  expect(asked).toMatchObject([{ login: { serveraddress: "https://index.docker.io/v1/" } }]);
});

test("what the engine says of each is told, for whom, and never a password", async () => {
  answer = (line) =>
    line.startsWith("GET")
      ? [404, { message: "manifest unknown:\n  manifest unknown" }]
      : [401, { message: `Get "https://r.example:5000/v2/": unauthorized for pässw0rd` }];
  const image = "r.example/app:1";
  await host.settle([], [registry, { ...registry, host: "r.example", image }], ["ci", "bob"]);
  const { status, said } = await host.ask("r.example:5000", "r.example");
  expect(status).toBe(1);
  const why = `Get "https://r.example:5000/v2/": unauthorized for ***`;
  expect(said.split("; ")).toEqual([
    `r.example:5000 as robot, for ci: ${why}`,
    `r.example:5000 as robot, for bob: ${why}`,
    `r.example/app:1 as robot, for ci: manifest unknown: manifest unknown`,
    `r.example/app:1 as robot, for bob: manifest unknown: manifest unknown`,
  ]);
});

test.each([
  [500, "", "the engine answers with status 500"],
  [502, "<html>\nbad gateway", "<html> bad gateway"],
])("an answer of status %d that is no JSON is told as it is", async (status, text, reason) => {
  answer = () => [status, text];
  await host.settle([], [registry]);
  expect(await host.ask("r.example:5000")).toEqual({
    status: 1,
    said: `r.example:5000 as robot, for ci: ${reason}`,
  });
});

test("who has logged out on the host is told, and that nobody has been logged in", async () => {
  await host.settle([], [registry]);
  rmSync(join(host.root, "home/ci/.docker"), { recursive: true });
  const { status, said } = await host.ask("r.example:5000", "r.example");
  expect([status, said]).toEqual([
    1,
    "ci is not logged in to r.example:5000 any more; nobody is logged in to r.example on this machine yet",
  ]);
  expect(asked).toEqual([]);
});

describe("with the login of the machine's role", () => {
  const ofRole = { host: "eu-docker.pkg.dev", login: "cloud" } as const;
  const helper = "/usr/bin/docker-credential-machine-role";
  const gives = `#!/bin/bash
    read -r server
    printf '{"ServerURL":"%s","Username":"oauth2accesstoken","Secret":"of %s"}' "$server" "$server"\n`;
  const says = (text: string) => `#!/bin/bash\necho '${text}'\nexit 1\n`;

  test("the engine is asked with what the program gives, once for all users", async () => {
    await host.settle([], [ofRole, registry], ["ci", "bob"], gives);
    expect(await host.ask("eu-docker.pkg.dev", "r.example:5000")).toEqual({
      status: 0,
      said: "logged in to eu-docker.pkg.dev, r.example:5000",
    });
    const serveraddress = "eu-docker.pkg.dev";
    const given = { username: "oauth2accesstoken", password: "of eu-docker.pkg.dev", serveraddress };
    expect(asked).toEqual([
      { line: "POST /auth", login: given },
      { line: "POST /auth", login },
    ]);
  });

  test("what the program says of the role is told, and the other registries are asked", async () => {
    await host.settle([], [ofRole, registry], ["ci"], says("this machine has no service account"));
    expect(await host.ask("eu-docker.pkg.dev", "r.example:5000")).toEqual({
      status: 1,
      said: "eu-docker.pkg.dev, for ci: this machine has no service account",
    });
    expect(asked).toEqual([{ line: "POST /auth", login }]);
  });

  test("a registry that lets the role not pull is told without the token", async () => {
    answer = () => [403, { message: "denied for of eu-docker.pkg.dev" }];
    await host.settle([], [{ ...ofRole, image: "eu-docker.pkg.dev/p/r/a:1" }], ["ci"], gives);
    expect(await host.ask("eu-docker.pkg.dev")).toEqual({
      status: 1,
      said: "eu-docker.pkg.dev/p/r/a:1 as oauth2accesstoken, for ci: denied for ***",
    });
  });

  test("a right that was given a moment ago is waited for", async () => {
    answer = () => (asked.length < 3 ? [403, { message: "denied: no permission" }] : [200, {}]);
    host.patience = { ROLE_PATIENCE: "2" };
    await host.settle([], [ofRole], ["ci"], gives);
    expect(await host.ask("eu-docker.pkg.dev")).toEqual({ status: 0, said: "logged in to eu-docker.pkg.dev" });
    expect(asked).toHaveLength(3);
  });

  test("what is no matter of rights, and a refused password, are not asked again", async () => {
    answer = (line) => (line.startsWith("GET") ? [404, { message: "manifest unknown" }] : [401, { message: "denied" }]);
    host.patience = { ROLE_PATIENCE: "600" };
    await host.settle([], [{ ...ofRole, image: "eu-docker.pkg.dev/p/r/a:1" }, registry], ["ci"], gives);
    expect(await host.ask("eu-docker.pkg.dev", "r.example:5000")).toEqual({
      status: 1,
      said: "eu-docker.pkg.dev/p/r/a:1 as oauth2accesstoken, for ci: manifest unknown; r.example:5000 as robot, for ci: denied",
    });
    expect(asked).toHaveLength(2);
  });

  test.each([
    ["does not end", "exec sleep 60\n", 0o755, "gives no answer within 0.3 s"],
    ["cannot be started", "", 0o644, "cannot be started: Permission denied"],
  ])("a program that %s is told, and the other registries are asked", async (_what, text, mode, why) => {
    await host.settle([], [ofRole, registry], ["ci"], `#!/bin/bash\n${text}`);
    chmodSync(join(host.root, helper), mode);
    host.patience = { ROLE_PATIENCE: "0", PROGRAM_PATIENCE: "0.3" };
    expect(await host.ask("eu-docker.pkg.dev", "r.example:5000")).toEqual({
      status: 1,
      said: `eu-docker.pkg.dev, for ci: ${helper} ${why}`,
    });
    expect(asked).toEqual([{ line: "POST /auth", login }]);
  });

  test.each([
    [
      "of which the user's file says nothing any more",
      "/home/ci/.docker",
      "ci is not logged in to eu-docker.pkg.dev any more",
    ],
    ["whose program is gone", helper, `eu-docker.pkg.dev, for ci: ${helper} is not there any more`],
  ])("one %s is told", async (_what, gone, said) => {
    await host.settle([], [ofRole], ["ci"], gives);
    rmSync(join(host.root, gone), { recursive: true });
    expect(await host.ask("eu-docker.pkg.dev")).toEqual({ status: 1, said });
  });
});

test("what nobody has foreseen names the line in which it happened", async () => {
  host.write("/var/lib/docker-host/secrets.json", JSON.stringify({ logins: [{ user: "ci" }] }));
  const { said } = await host.ask("r.example");
  const [, line] = /^not looked at: KeyError in line (\d+)$/.exec(said) ?? [];
  expect(registryProgram().split("\n")[Number(line) - 1]).toContain('if one["host"] == host');
});

test("an engine that is not there is told", async () => {
  await host.settle([], [registry]);
  rmSync(join(host.root, "run/docker.sock"));
  const { status, said } = await host.ask("r.example:5000");
  expect([status, said]).toEqual([1, "the engine cannot be asked: No such file or directory"]);
});
