// SPDX-License-Identifier: Apache-2.0
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type * as guestImage from "../../../tools/setup/guest-image";
import { run } from "../../../tools/shared/subprocess";

jest.mock("node:fs", () => {
  const actual = jest.requireActual<typeof fs>("node:fs");
  return { ...actual, existsSync: jest.fn(actual.existsSync) };
});
jest.mock("../../../tools/shared/subprocess", () => ({ run: jest.fn() }));

const { PATH, XDG_CACHE_HOME } = process.env;
const { existsSync } = jest.requireActual<typeof fs>("node:fs");
let folder: string;
let setup: typeof guestImage;
let uid: jest.SpyInstance;
let hasKeys: boolean;

beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), "guest-image-"));
  // An apt-get that is only there; what is run is looked at.
  fs.writeFileSync(join(folder, "apt-get"), "", { mode: 0o755 });
  process.env.PATH = folder;
  process.env.XDG_CACHE_HOME = folder;
  uid = jest.spyOn(process as { getuid: () => number }, "getuid").mockReturnValue(0);
  jest
    .mocked(fs.existsSync)
    .mockImplementation((file) => (String(file).includes("keyring") ? hasKeys : existsSync(file)));
  jest.mocked(run).mockReset();
  jest.isolateModules(() => {
    setup = jest.requireActual("../../../tools/setup/guest-image");
  });
});
afterEach(() => {
  Object.assign(process.env, { PATH, XDG_CACHE_HOME });
  if (XDG_CACHE_HOME === undefined) delete process.env.XDG_CACHE_HOME;
  uid.mockRestore();
  fs.rmSync(folder, { recursive: true });
});

/** What a build in an empty cache runs, up to the build itself, which makes nothing here. */
async function ran(): Promise<string[]> {
  await expect(setup.ensureLaboratory(() => {})).rejects.toThrow("image.json");
  return jest.mocked(run).mock.calls.map(([program, args]) => [program, ...args].join(" "));
}
const build = expect.stringMatching(/ \S*laboratory-\w+ bash \S*build\.sh$/) as string;

test("Ubuntu, whose mmdebstrap comes without Debian's keys, gets them before the build", async () => {
  hasKeys = false;
  expect(await ran()).toEqual([
    "apt-get update -q",
    "apt-get install -q -y --no-install-recommends debian-archive-keyring",
    build,
  ]);
});

test("where they are there, nothing is installed", async () => {
  hasKeys = true;
  expect(await ran()).toEqual([build]);
});

test("who may install nothing is told by the build what it needs", async () => {
  hasKeys = false;
  uid.mockReturnValue(1000);
  expect(await ran()).toEqual([build]);
});

test.each([true, false])("whoever is asked is asked for the keys as well, where they are missing: %s", (there) => {
  hasKeys = there;
  const keys = setup.laboratoryPrograms().find(({ apt }) => apt === "debian-archive-keyring");
  expect(keys?.isThere?.()).toBe(there);
});
