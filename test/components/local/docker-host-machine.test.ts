// SPDX-License-Identifier: Apache-2.0
import { homedir } from "node:os";
import { join } from "node:path";

jest.mock("../../../components/local/firmware", () => ({
  ...jest.requireActual<object>("../../../components/local/firmware"),
  armFirmware: jest.fn(),
}));

import type { LocalDockerHostArgs } from "../../../components/local/args";
import { armFirmware } from "../../../components/local/firmware";
import { segmentSettings } from "../../../components/local/private-network";
import { directory, image, programWith, stateFolder } from "./host-under-test";

const library = join(__dirname, "..", "..", "..", "components");

const firmware = jest.mocked(armFirmware);

afterEach(() => jest.restoreAllMocks());

describe("the machine", () => {
  const environment = {
    ACCELERATOR: "kvm:hvf:tcg",
    BOOTS: "1",
    CPUS: "2",
    DIRECTORY: directory,
    DISK_GIB: "20",
    IMAGE_DISK: "/images/rocky.qcow2",
    IMAGE_INITRD: "",
    IMAGE_KERNEL: "",
    IMAGE_KERNEL_ARGS: "",
    MACHINE_TYPE: "q35",
    MEMORY_MIB: "2048",
    NAME: "web",
    TITLE: "project-stack-web",
    NODE: process.execPath,
    QEMU: "qemu-system-x86_64",
    REPOSITORY_DIRECTORY: "",
    SERVE_DIRECTORY: join(library, "local", "serve-directory.mjs"),
    SSH_PORT: "2222",
  };
  const arch = process.arch;
  const onProcessor = (value: string) => Object.defineProperty(process, "arch", { value, configurable: true });
  beforeEach(() => onProcessor("x64"));
  afterEach(() => onProcessor(arch));

  async function machineWith(args: Partial<LocalDockerHostArgs>) {
    const { program } = await programWith(args);
    return program.find("web-machine").inputs;
  }

  test("is made, started and removed by machine.sh, with user data on stdin", async () => {
    const script = join(library, "local", "machine.sh");
    const inputs = await machineWith({});
    expect(inputs).toEqual({
      create: `exec bash '${script}' create`,
      update: `exec bash '${script}' start`,
      delete: `exec bash '${script}' delete`,
      environment,
      stdin: { secret: expect.stringMatching(/^#cloud-config\n/) as string },
      triggers: [{ secret: expect.stringMatching(/^[0-9a-f]{64}$/) as string }],
      addPreviousOutputInEnv: false,
    });
  });

  test.each<[string, Partial<LocalDockerHostArgs>, Record<string, string>]>([
    ["sshPort", { sshPort: 2022 }, { SSH_PORT: "2022" }],
    ["memoryMiB", { memoryMiB: 4096 }, { MEMORY_MIB: "4096" }],
    ["cpus", { cpus: 4 }, { CPUS: "4" }],
    ["diskGiB", { diskGiB: 40 }, { DISK_GIB: "40" }],
    ["accelerator", { accelerator: "tcg" }, { ACCELERATOR: "tcg" }],
    ["directory", { directory: "/srv/machines/web" }, { DIRECTORY: "/srv/machines/web" }],
    ["repositoryDirectory", { repositoryDirectory: "/srv/rpm" }, { REPOSITORY_DIRECTORY: "/srv/rpm" }],
    ["image.disk", { image: { name: "Rocky 9.8", disk: "/other.qcow2" } }, { IMAGE_DISK: "/other.qcow2" }],
    ["image.kernel", { image: { ...image, kernel: "/k" } }, { IMAGE_KERNEL: "/k" }],
    ["image.initrd", { image: { ...image, kernel: "/k", initrd: "/i" } }, { IMAGE_KERNEL: "/k", IMAGE_INITRD: "/i" }],
    [
      "image.kernelArgs",
      { image: { ...image, kernel: "/k", kernelArgs: "quiet" } },
      { IMAGE_KERNEL: "/k", IMAGE_KERNEL_ARGS: "quiet" },
    ],
    [
      "privateNetwork",
      { privateNetwork: { address: "10.70.0.11/24" } },
      segmentSettings("10.70.0.11/24", "project/stack"),
    ],
    [
      "privateNetwork.name",
      { privateNetwork: { name: "lan", address: "10.70.0.11/24" } },
      segmentSettings("10.70.0.11/24", "lan"),
    ],
  ])("gets %s and is replaced when it changes", async (_what, args, changed) => {
    const [before, after] = [await machineWith({}), await machineWith(args)];
    expect(after.environment).toEqual({ ...environment, ...changed });
    expect(after.triggers).not.toEqual(before.triggers);
  });

  test.each<[string, Partial<LocalDockerHostArgs>]>([
    ["docker", { docker: { version: "27.5.1" } }],
    ["cloudConfig", { cloudConfig: { timezone: "UTC" } }],
  ])("is replaced when %s changes, because that is applied on first boot only", async (_what, args) => {
    const [before, after] = [await machineWith({}), await machineWith(args)];
    expect(after.triggers).not.toEqual(before.triggers);
  });

  test.each<[string, Partial<LocalDockerHostArgs>]>([
    ["nothing", {}],
    ["health", { health: { ssh: 1, container: 2, total: 3 } }],
    ["image.name", { image: { ...image, name: "another name" } }],
  ])("stays when %s changes", async (_what, args) => {
    const [before, after] = [await machineWith({}), await machineWith(args)];
    expect(after).toEqual(before);
  });

  test("stays when the folder of downloaded images is another one, and not when the image is", async () => {
    const places = [];
    for (const home of [directory, join(directory, "elsewhere")]) {
      jest.replaceProperty(process, "env", { ...process.env, XDG_CACHE_HOME: home });
      places.push(await machineWith({ image: undefined }));
    }
    const [before, after] = places;
    expect(after?.environment).not.toEqual(before?.environment);
    expect(after?.triggers).toEqual(before?.triggers);
    expect((await machineWith({})).triggers).not.toEqual(before?.triggers);
  });

  test("stays when this package and its Node lie elsewhere", async () => {
    const before = await machineWith({});
    jest.replaceProperty(process, "execPath", "/elsewhere/node");
    const after = await machineWith({});
    expect(after.environment).toEqual({ ...environment, NODE: "/elsewhere/node" });
    expect(after.triggers).toEqual(before.triggers);
  });

  test("is one of ARM's where the computer is, with its firmware, and stays where that moves", async () => {
    onProcessor("arm64");
    firmware.mockReturnValueOnce("/firmware.fd");
    const [before, after] = [await machineWith({}), await machineWith({})];
    const arm = { ...environment, QEMU: "qemu-system-aarch64", MACHINE_TYPE: "virt" };
    expect(before.environment).toEqual({ ...arm, FIRMWARE: "/firmware.fd" });
    expect(after.environment).toEqual({ ...arm, FIRMWARE: "" });
    expect(after.triggers).toEqual(before.triggers);
  });

  test("has a folder under $XDG_STATE_HOME, or under ~/.local/state, unless told otherwise", async () => {
    const places = [];
    for (const home of [directory, undefined]) {
      jest.replaceProperty(process, "env", { ...process.env, XDG_STATE_HOME: home });
      const { environment: given } = await machineWith({ directory: undefined });
      places.push((given as typeof environment).DIRECTORY);
    }
    expect(places).toEqual([
      stateFolder("web"),
      join(homedir(), ".local", "state", "pulumi-docker-host", "project", "stack", "web"),
    ]);
  });
});
