// SPDX-License-Identifier: Apache-2.0
import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

import { root } from "../../../tools/shared/places";
import { BrokeOff, download, fetchText, Unreachable } from "../../../components/local/download";

const content = Buffer.from("0123456789".repeat(1000));
const digest = createHash("sha256").update(content).digest("hex");

let answer: (request: IncomingMessage, response: ServerResponse) => unknown;
let server: Server;
let address: string;
let folder: string;
let file: string;

beforeAll(async () => {
  server = createServer((request, response) => answer(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/image.qcow2`;
});
afterAll(() => server.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "download-"));
  file = join(folder, "image.qcow2");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What has come of it, while this process fetches it. */
const part = () => `${file}.part-${process.pid}`;

const fetchFile = () => download(address, file, digest, () => {});

test("a download shows a bar and is in place under its name", async () => {
  answer = (_request, response) => response.writeHead(200, { "content-length": content.length }).end(content);
  const lines: string[] = [];
  await download(address, file, digest, (line) => lines.push(line));
  expect(readFileSync(file)).toEqual(content);
  expect(lines.at(-1)).toBe(`[${"=".repeat(30)}] 100 % of 0 MB`);
  expect(existsSync(part())).toBe(false);
});

/** Answers with some of the content and, where there is more, breaks off as soon as that is on the disk. */
async function breakOff(response: ServerResponse, from: number, to: number): Promise<void> {
  response.writeHead(from > 0 ? 206 : 200, { "content-length": content.length - from });
  response.write(content.subarray(from, to));
  if (to === content.length) {
    response.end();
    return;
  }
  while (statSync(part(), { throwIfNoEntry: false })?.size !== to) await pause(10);
  response.destroy();
}

const begin = (request: IncomingMessage) => Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);

test("one that breaks off goes on where it ended, as long as something comes", async () => {
  const begins: number[] = [];
  answer = (request, response) => {
    begins.push(begin(request));
    return breakOff(response, begin(request), Math.min(begin(request) + 4000, content.length));
  };
  const lines: string[] = [];
  await download(address, file, digest, (line) => lines.push(line));
  expect(begins).toEqual([0, 4000, 8000]);
  expect(readFileSync(file)).toEqual(content);
  expect(lines).toContain(`${address} broke off after 0 of 0 MB`);
});

test.each([
  ["nothing more comes", (response: ServerResponse) => response.destroy()],
  ["the server is in trouble", (response: ServerResponse) => response.writeHead(503).end()],
])("where %s, what has come is kept for the next time", async (_what, fail) => {
  answer = (request, response) => (begin(request) > 0 ? fail(response) : breakOff(response, 0, 4000));
  await expect(fetchFile()).rejects.toThrow(BrokeOff);
  expect(readFileSync(part())).toEqual(content.subarray(0, 4000));
  answer = (request, response) =>
    response.writeHead(206, { "content-length": 6000 }).end(content.subarray(begin(request)));
  await fetchFile();
  expect(readFileSync(file)).toEqual(content);
});

test("one whose beginning was of another file is fetched anew", async () => {
  writeFileSync(part(), "other");
  answer = (request, response) =>
    response.writeHead(begin(request) > 0 ? 206 : 200).end(content.subarray(begin(request)));
  await fetchFile();
  expect(readFileSync(file)).toEqual(content);
});

test("a disk that cannot be written to is named as it is, and not tried again", async () => {
  let asked = 0;
  answer = (_request, response) => response.writeHead(200).end(String(asked++));
  file = join(folder, "missing", "image.qcow2");
  await expect(fetchFile()).rejects.toThrow("ENOENT: no such file or directory");
  expect(asked).toBe(1);
});

test("a server that has moved says where to", async () => {
  answer = (request, response) =>
    request.url === "/moved"
      ? response.writeHead(200).end(content)
      : response.writeHead(302, { location: "/moved" }).end();
  await fetchFile();
  expect(readFileSync(file)).toEqual(content);
});

test("a server that cannot go on in the middle is asked for all of it", async () => {
  writeFileSync(part(), "other");
  answer = (_request, response) => response.writeHead(200).end(content);
  await fetchFile();
  expect(readFileSync(file)).toEqual(content);
});

test("what has another digest is thrown away", async () => {
  answer = (_request, response) => response.writeHead(200).end("changed");
  await expect(fetchFile()).rejects.toThrow(
    new RegExp(
      `${address} has SHA-256 [0-9a-f]{64}, expected ${digest}; the file was changed or the pin is out of date`,
    ),
  );
  expect([existsSync(file), existsSync(part())]).toEqual([false, false]);
});

test("what another process has left that was ended is gone on with; what one writes that runs is left alone", async () => {
  const ended = spawnSync("true").pid;
  writeFileSync(`${file}.part-${ended}`, content.subarray(0, 4000));
  writeFileSync(`${file}.part-${process.ppid}`, "of a process that runs");
  const begins: number[] = [];
  answer = (request, response) => {
    begins.push(begin(request));
    response.writeHead(206).end(content.subarray(begin(request)));
  };
  await fetchFile();
  expect([readFileSync(file), begins]).toEqual([content, [4000]]);
  expect(readdirSync(folder).sort()).toEqual([basename(file), `${basename(file)}.part-${process.ppid}`]);
});

test("a part that is complete already is taken, and one that is too long is fetched anew", async () => {
  writeFileSync(part(), content);
  answer = (request, response) =>
    request.headers.range === undefined ? response.writeHead(200).end(content) : response.writeHead(416).end();
  await fetchFile();
  expect(readFileSync(file)).toEqual(content);
  rmSync(file);
  writeFileSync(part(), Buffer.concat([content, content]));
  await fetchFile();
  expect(readFileSync(file)).toEqual(content);
});

test.each([
  ["an address that is not there", "404"],
  ["a server in trouble", "500"],
])("%s is unreachable", async (_name, status) => {
  answer = (_request, response) => response.writeHead(Number(status)).end();
  await expect(fetchFile()).rejects.toThrow(`${address} answered ${status}`);
  await expect(fetchText(address)).rejects.toThrow(Unreachable);
});

test("a port that nobody listens on is unreachable", async () => {
  await expect(fetchText("http://127.0.0.1:1/")).rejects.toThrow("http://127.0.0.1:1/ cannot be reached");
});

test("behind a proxy, what is not reached says which variable Node.js needs, and with it is reached", async () => {
  const asked: unknown[] = [];
  server.on("connect", ({ url }: IncomingMessage, socket: Socket) => {
    asked.push(url);
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    server.emit("connection", socket);
  });
  answer = (_request, response) => response.writeHead(200).end("through the proxy");
  const away = "http://mirror.invalid/CHECKSUM";
  const program = `import("./components/local/download.ts").then((m) => m.fetchText("${away}")).then(console.log)`;
  const run = (environment: NodeJS.ProcessEnv) =>
    promisify(execFile)(
      join(root, "node_modules", ".bin", "node"),
      ["--import", "tsx", "--input-type=module", "-e", program],
      {
        cwd: root,
        env: { ...process.env, HTTP_PROXY: new URL(address).origin, NO_PROXY: "", ...environment },
      },
    );
  await expect(run({ HTTPS_PROXY: "http://proxy.invalid:3128", NODE_USE_ENV_PROXY: "" })).rejects.toThrow(
    `${away} cannot be reached; HTTPS_PROXY is set, and Node.js takes that proxy only where NODE_USE_ENV_PROXY=1 is set as well`,
  );
  expect(asked).toEqual([]);
  expect(await run({ NODE_USE_ENV_PROXY: "1" })).toMatchObject({ stdout: "through the proxy\n" });
  expect(asked).toEqual(["mirror.invalid:80"]);
});
