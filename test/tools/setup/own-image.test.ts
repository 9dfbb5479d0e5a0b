// SPDX-License-Identifier: Apache-2.0
// Where images come from, with a server on this computer in place of Rocky's site.
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

jest.mock("../../../tools/shared/places", () => {
  const root = mkdtempSync(join(tmpdir(), "own-image-"));
  return { root, standIns: root, local: root, cache: root };
});

import { fetchImage } from "../../../components/local/fetch-image";
import { rockyAddresses } from "../../../components/local/image";
import { ensureOwnImage, ownImage } from "../../../tools/setup/own-image";
import { cache } from "../../../tools/shared/places";

const content = "a disk";
const sha256 = createHash("sha256").update(content).digest("hex");
/** The paths that were asked for, and what there is at them. */
const asked: string[] = [];
let there: string[];
let server: Server;
let site: string;

beforeAll(async () => {
  server = createServer(({ url = "" }, response) => {
    asked.push(url);
    response.writeHead(there.includes(url) ? 200 : 404).end(content);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(cache, { recursive: true });
});
beforeEach(() => (asked.length = 0));

const nobody = () => {};

test("a release that is no longer the newest is where the site keeps older ones", async () => {
  const rocky = { file: "Rocky-9-GenericCloud-Base-9.8-20260525.0.x86_64.qcow2", bytes: content.length, sha256 };
  const addresses = rockyAddresses(rocky).map((address) => address.replace("https://dl.rockylinux.org", site));
  const [current = "", older = ""] = addresses.map((address) => new URL(address).pathname);
  there = [older];
  const [disk, lines]: [string, string[]] = [join(cache, "images", rocky.file), []];
  await fetchImage(disk, sha256, addresses, (line) => lines.push(line));
  expect(readFileSync(disk, "utf8")).toBe(content);
  expect(asked).toEqual([current, older]);
  expect(lines[0]).toBe(`${addresses[0]} answered 404`);
});

test("an image of one's own is downloaded once", async () => {
  there = ["/images/mine.qcow2"];
  const own = { address: `${site}/images/mine.qcow2`, sha256 };
  const { image } = await ensureOwnImage(own, nobody);
  expect(image.name).toBe("mine.qcow2");
  expect(readFileSync(image.disk, "utf8")).toBe(content);
  expect(await ensureOwnImage(own, nobody)).toEqual({ image });
  expect(asked).toEqual(there);
});

test("one that is no longer at its address says what to do, and no other takes its place", async () => {
  there = [];
  const address = `${site}/images/gone.qcow2`;
  await expect(ensureOwnImage({ address, sha256 }, nobody)).rejects.toThrow(
    `${address} answered 404; open it in a browser, and give the address at which the image is now with --image`,
  );
});

test("one with another digest is refused and not kept", async () => {
  there = ["/other.qcow2"];
  const own = { address: `${site}/other.qcow2`, sha256: "0".repeat(64) };
  await expect(ensureOwnImage(own, nobody)).rejects.toThrow(`has SHA-256 ${sha256}, expected 0000`);
  expect(existsSync(join(cache, "own-images", `${"0".repeat(12)}-other.qcow2`))).toBe(false);
});

test("without options there is none, and the digest may be written in capitals", () => {
  expect(ownImage({})).toBeUndefined();
  const image = "https://mirror.example.com/rocky.qcow2";
  expect(ownImage({ image, sha256: sha256.toUpperCase() })).toEqual({ address: image, sha256 });
});

test.each([
  [{ sha256 }, /^--sha256 is the digest of an image; give its address too, with --image$/],
  [{ image: "/rocky.qcow2", sha256 }, /^--image \/rocky\.qcow2 is not an address; give one that begins with https:/],
  [{ image: "file:///rocky.qcow2", sha256 }, /^--image file:\S+ is not an address; /],
  [
    { image: "https://u:secret@a.example.com/b", sha256 },
    /^--image https:\/\/u:\*\*\*@a\S+ has a user or a password, /,
  ],
  [{ image: "ftp://u:secret@a.example.com/b", sha256 }, /^--image ftp:\/\/u:\*\*\*@a\S+ is not an address; /],
  [{ image: "https://a.example.com/b" }, /^--sha256 is missing: give the 64 hexadecimal digits/],
  [{ image: "https://a.example.com/b", sha256: `${sha256}0` }, /^--sha256 \w+: give the 64 hexadecimal digits/],
])("%j is refused", (options, reason) => {
  expect(() => ownImage(options)).toThrow(reason);
});
