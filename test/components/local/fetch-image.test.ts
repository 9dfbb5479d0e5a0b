// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

jest.mock("../../../components/local/download");

import { download } from "../../../components/local/download";
import { fetchImage } from "../../../components/local/fetch-image";

const fetched = jest.mocked(download);
let folder: string;
let disk: string;

beforeEach(() => {
  fetched.mockReset().mockResolvedValue();
  folder = mkdtempSync(join(tmpdir(), "fetch-image-"));
  disk = join(folder, "image.qcow2");
});
afterEach(() => rmSync(folder, { recursive: true }));

const fetchIt = (bytes?: number) => fetchImage(disk, "digest", ["https://a.example"], () => {}, bytes);

test.each([
  ["is whole", "12345", 5],
  ["is of a size that nobody knows", "123", undefined],
])("an image that is there, and %s, is taken", async (_what, content, bytes) => {
  writeFileSync(disk, content);
  expect(await fetchIt(bytes)).toBe(disk);
  expect(fetched).not.toHaveBeenCalled();
});

test.each([
  ["empty", ""],
  ["cut short", "1234"],
])("one that is %s is downloaded anew, because a machine made from it would not boot", async (_what, content) => {
  writeFileSync(disk, content);
  expect(await fetchIt(5)).toBe(disk);
  expect(fetched).toHaveBeenCalledTimes(1);
});

test("who wants an image that is under way waits for the same download", async () => {
  await Promise.all([fetchIt(5), fetchIt(5)]);
  expect(fetched).toHaveBeenCalledTimes(1);
});
