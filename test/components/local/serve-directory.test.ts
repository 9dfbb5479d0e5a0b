// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const server = join(__dirname, "..", "..", "..", "components", "local", "serve-directory.mjs");
const scratch = mkdtempSync(join(tmpdir(), "serve-"));
const folder = join(scratch, "repository");
const bytes = Buffer.from([...Array(256).keys()]);

beforeAll(() => {
  mkdirSync(join(folder, "9"), { recursive: true });
  mkdirSync(`${folder}-private`);
  writeFileSync(join(folder, "gpg"), "a key\n");
  writeFileSync(join(folder, "empty"), "");
  writeFileSync(join(folder, "9", "two words.rpm"), bytes);
  writeFileSync(join(scratch, "secret"), "not for the guest");
  writeFileSync(join(`${folder}-private`, "secret"), "not for the guest");
  symlinkSync(join(folder, "gpg"), join(folder, "inside"));
  symlinkSync(join(scratch, "secret"), join(folder, "outside"));
  symlinkSync(scratch, join(folder, "up"));
  symlinkSync("/nowhere", join(folder, "dangling"));
});
afterAll(() => rmSync(scratch, { recursive: true }));

/** All that one connection answers; the text is bytes. */
function connection(requests: string): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [server, folder], { input: requests });
  expect([status, stderr.toString()]).toEqual([0, ""]);
  return stdout.toString("latin1");
}

const request = (method: string, target: string) => `${method} ${target} HTTP/1.1\r\nHost: 10.0.2.100\r\n\r\n`;
const head = (status: string, length: number) =>
  `HTTP/1.1 ${status}\r\nContent-Length: ${length}\r\nContent-Type: application/octet-stream\r\n\r\n`;
const notFound = head("404 Not Found", 0);

test.each([
  ["a file", "/gpg", "a key\n"],
  ["an empty file", "/empty", ""],
  ["a file in a folder, bytes and all", "/9/two%20words.rpm", bytes.toString("latin1")],
  ["a file, whatever the query", "/gpg?x=../secret", "a key\n"],
  ["a link that stays inside", "/inside", "a key\n"],
])("GET gives %s", (_what, target, body) => {
  expect(connection(request("GET", target))).toBe(head("200 OK", body.length) + body);
});

test("HEAD gives the length alone", () => {
  expect(connection(request("HEAD", "/gpg"))).toBe(head("200 OK", 6));
  expect(connection(request("HEAD", "/missing"))).toBe(notFound);
});

test("nothing that is no file in the folder is given", () => {
  const targets = [
    ["what is missing", "/missing"],
    ["a folder", "/9"],
    ["the folder itself", "/"],
    ["..", "/../secret"],
    [".. in escapes", "/%2e%2e/secret"],
    [".. with an escaped slash", "/..%2fsecret"],
    [".. from a folder that begins with the same name", "/../repository-private/secret"],
    ["a link that leads out", "/outside"],
    ["a folder's link that leads out", "/up/secret"],
    ["a link that leads nowhere", "/dangling"],
    ["an absolute path", `/${join(scratch, "secret")}`],
    ["an escape that is none", "/%zz"],
    ["a NUL", "/gpg%00"],
  ] as const;
  const answers = connection(targets.map(([, target]) => request("GET", target)).join("")).split(/(?=HTTP\/1\.1)/);
  const byWhat = Object.fromEntries(targets.map(([what], i) => [what, answers[i]]));
  expect(byWhat).toEqual(Object.fromEntries(targets.map(([what]) => [what, notFound])));
  expect(answers).toHaveLength(targets.length);
});

test("methods other than GET and HEAD are 405", () => {
  const methods = ["POST", "PUT", "DELETE", "get"];
  const refused = head("405 Method Not Allowed", 0);
  expect(connection(methods.map((method) => request(method, "/gpg")).join(""))).toBe(refused.repeat(methods.length));
});

test("a request without a target is 404", () => {
  expect(connection("GET\r\n\r\n")).toBe(notFound);
});

test("several requests on one connection are answered in their order", () => {
  const requests = [
    request("GET", "/gpg"),
    request("GET", "/missing"),
    request("HEAD", "/gpg"),
    request("GET", "/gpg"),
  ];
  const ok = head("200 OK", 6);
  expect(connection(requests.join(""))).toBe(`${ok}a key\n${notFound}${ok}${ok}a key\n`);
});

test("a request that is not finished is not answered", () => {
  expect(connection(`${request("GET", "/gpg")}GET /gpg HTTP/1.1\r\n`)).toBe(`${head("200 OK", 6)}a key\n`);
});

test("a client that goes away in the middle of a file ends it in peace", () => {
  writeFileSync(join(folder, "large"), Buffer.alloc(4_000_000));
  const { status, stderr } = spawnSync(
    "bash",
    ["-c", `set -o pipefail; "$0" "$1" "$2" | head -c 100 >/dev/null`, process.execPath, server, folder],
    { input: request("GET", "/large"), encoding: "utf8" },
  );
  expect([status, stderr]).toEqual([0, ""]);
});
