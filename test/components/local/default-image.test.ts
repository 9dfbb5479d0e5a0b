// SPDX-License-Identifier: Apache-2.0
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

jest.mock("../../../components/local/fetch-image");
const mockIsMocked = jest.fn();
jest.mock("../../../components/mocks", () => ({ isMocked: () => mockIsMocked() as boolean, saysNothing: () => false }));

// A hook is what it calls.
jest.mock("../../../components/hook", () => ({ hook: (_name: string, callback: unknown) => callback }));

import { type DefaultImage, defaultImage } from "../../../components/local/default-image";
import { fetchImage } from "../../../components/local/fetch-image";
import { rockyAddresses, rockyImages } from "../../../components/local/image";
import { type Answer, RecordedProgram } from "../recorded-program";

const fetched = jest.mocked(fetchImage);
const { file, bytes, sha256 } = rockyImages.x64 ?? { file: "", bytes: 0, sha256: "" };
/** What an older version of the package has put into the state. */
const older = { file: "Rocky-9-GenericCloud-Base-9.6-20250531.0.x86_64.qcow2", sha256: "of an older image" };
const cache = join(tmpdir(), "cache-of-a-test-that-is-never-made");
const { arch } = process;

beforeEach(() => {
  mockIsMocked.mockReturnValue(false);
  fetched.mockReset().mockImplementation((disk) => Promise.resolve(disk));
  Object.defineProperty(process, "arch", { value: "x64", configurable: true });
  jest.replaceProperty(process, "env", { ...process.env, XDG_CACHE_HOME: cache });
});
afterEach(() => {
  jest.restoreAllMocks();
  Object.defineProperty(process, "arch", { value: arch, configurable: true });
});

/** The image that a machine gets, what stands of it in the state, and what is done before the machine is made or started. */
async function imageOf(answer: Answer = () => ({})) {
  const program = await RecordedProgram.start(answer);
  const made = defaultImage(new pulumi.ComponentResource("test:index:Host", "web"), "web", pulumi.output("all else"));
  const image = await new Promise((resolve) => void made.image.apply(resolve));
  return { image, stash: program.find("web-image"), hooks: made.hooks };
}

async function before({ hooks }: Pick<DefaultImage, "hooks">) {
  const [first] = hooks as unknown as (() => Promise<void>)[];
  await first?.();
}

const disk = join(cache, "pulumi-docker-host", "images", file);

test("a machine without an image is made from the newest of Rocky's, which is downloaded and verified", async () => {
  const { image, hooks } = await imageOf();
  expect(image).toEqual({ name: file.replace(".qcow2", ""), disk });
  expect(fetched).not.toHaveBeenCalled();
  await before({ hooks });
  expect(fetched.mock.calls).toEqual([[disk, sha256, rockyAddresses({ file }), expect.any(Function), bytes]]);
});

test("the state holds which image it was, until all else that the machine is made of changes", async () => {
  const { stash } = await imageOf();
  expect(stash).toMatchObject({
    type: "pulumi:index:Stash",
    parent: "web",
    inputs: { input: { file, bytes, sha256 } },
    ignoreChanges: ["input"],
    replacementTrigger: "all else",
  });
});

test("a machine keeps its image where a newer version of this package knows a newer one", async () => {
  const { image, hooks } = await imageOf(() => ({ output: older }));
  const kept = join(cache, "pulumi-docker-host", "images", older.file);
  expect(image).toEqual({ name: "Rocky-9-GenericCloud-Base-9.6-20250531.0.x86_64", disk: kept });
  await before({ hooks });
  expect(fetched.mock.calls[0]?.slice(0, 2)).toEqual([kept, older.sha256]);
  expect(fetched.mock.calls[0]?.[2][1]).toContain("/vault/rocky/9.6/images/x86_64/");
});

test("a program that is tested with Pulumi's mocks downloads nothing", async () => {
  mockIsMocked.mockReturnValue(true);
  expect(await imageOf()).toMatchObject({ image: { disk }, hooks: [] });
});

test("the engine is told of progress where there is some to see, and not with each piece that comes", async () => {
  const info = jest.spyOn(pulumi.log, "info").mockResolvedValue();
  fetched.mockImplementation((disk, _sha256, _from, report) => {
    for (const line of ["1 %", "1 %", "2 %", "2 %", "2 %"]) report(line);
    return Promise.resolve(disk);
  });
  await before(await imageOf());
  expect(info.mock.calls.map(([line]) => line)).toEqual(["1 %", "2 %"]);
});

test("a download that fails says where the file belongs, and what else there is", async () => {
  fetched.mockRejectedValue(new Error("https://rocky.example cannot be reached"));
  await expect(before(await imageOf())).rejects.toThrow(
    "Rocky's image cannot be downloaded: https://rocky.example cannot be reached; run this again, which goes on where it " +
      `ended, or put that file at ${disk}, or give another image with image`,
  );
});

test.each([
  ["not set", ""],
  ["a relative path", "cache"],
])("the images of all projects lie in ~/.cache where $XDG_CACHE_HOME is %s", async (_what, given) => {
  jest.replaceProperty(process, "env", { ...process.env, XDG_CACHE_HOME: given });
  expect((await imageOf()).image).toMatchObject({
    disk: join(homedir(), ".cache", "pulumi-docker-host", "images", file),
  });
});

test("a processor for which Rocky has no image is told so", async () => {
  await RecordedProgram.start(() => ({}));
  Object.defineProperty(process, "arch", { value: "riscv64", configurable: true });
  const make = () => defaultImage(new pulumi.ComponentResource("test:index:Host", "web"), "web", pulumi.output(""));
  expect(make).toThrow("Rocky has no image for riscv64; give one with image");
});
