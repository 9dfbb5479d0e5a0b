// SPDX-License-Identifier: Apache-2.0
// An Arm computer, with hooks: under Pulumi's mocks there are none, so those are taken by hand.
import * as pulumi from "@pulumi/pulumi";

jest.mock("../../../components/mocks", () => ({ isMocked: () => mocked }));
jest.mock("../../../components/hook", () => ({ hook: (name: string, callback: unknown) => ({ name, callback }) }));
jest.mock("../../../components/local/firmware", () => ({
  armFirmware: jest.fn(),
  withoutFirmware: () => "install it",
}));

import { armFirmware } from "../../../components/local/firmware";
import { needsFirmware } from "../../../components/local/needs-firmware";

let mocked: boolean;
const { arch } = process;
const onProcessor = (value: string) => Object.defineProperty(process, "arch", { value, configurable: true });
const host = {} as unknown as pulumi.Resource;
let warned: jest.SpyInstance;

beforeEach(() => {
  mocked = false;
  onProcessor("arm64");
  jest.mocked(armFirmware).mockReturnValue(undefined);
  warned = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
});
afterEach(() => {
  onProcessor(arch);
  jest.restoreAllMocks();
});

interface Hook {
  name: string;
  callback: () => Promise<void>;
}
const hooksFor = (kernel?: string) =>
  needsFirmware("web", pulumi.output({ ...(kernel !== undefined && { kernel }) }), host) as unknown as Hook[];
const look = (kernel?: string) => Promise.all(hooksFor(kernel).map(({ callback }) => callback()));

test("a machine without firmware is held back, before anything else is done for it", async () => {
  expect(hooksFor().map(({ name }) => name)).toEqual(["web-firmware"]);
  await expect(look()).rejects.toThrow(/^install it$/);
});

test("one that has it is not, and neither is one whose kernel QEMU starts itself", async () => {
  await expect(look("/images/vmlinuz")).resolves.toEqual([undefined]);
  jest.mocked(armFirmware).mockReturnValue("/firmware.fd");
  await expect(look()).resolves.toEqual([undefined]);
});

test("it may be installed between the preview and the update", async () => {
  const [{ callback } = { callback: () => Promise.reject(new Error("there is no hook")) }] = hooksFor();
  jest.mocked(armFirmware).mockReturnValue("/firmware.fd");
  await expect(callback()).resolves.toBeUndefined();
});

test("a preview warns, and an update says it once, as its error", async () => {
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  hooksFor();
  await settled();
  expect(warned).not.toHaveBeenCalled();
  jest.spyOn(pulumi.runtime, "isDryRun").mockReturnValue(true);
  hooksFor("/images/vmlinuz");
  hooksFor();
  await settled();
  expect(warned.mock.calls).toEqual([["install it", host]]);
});

test("other processors need none, and neither do tests with Pulumi's mocks", () => {
  mocked = true;
  expect(hooksFor()).toEqual([]);
  mocked = false;
  onProcessor("x64");
  expect(hooksFor()).toEqual([]);
});
