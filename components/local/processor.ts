// SPDX-License-Identifier: Apache-2.0
import { armFirmware, armQemu } from "./firmware";

/** What machine.sh needs to know of a processor, which is this computer's own but in tests. */
export interface ProcessorSettings {
  QEMU: string;
  MACHINE_TYPE: string;
  FIRMWARE?: string;
}

/** @throws where QEMU's machines of this processor are not known here */
export function processorSettings(arch: string = process.arch): ProcessorSettings {
  if (arch === "x64") return { QEMU: "qemu-system-x86_64", MACHINE_TYPE: "q35" };
  if (arch === "arm64") return { QEMU: armQemu, MACHINE_TYPE: "virt", FIRMWARE: armFirmware() ?? "" };
  throw new Error(`LocalDockerHost runs on x64 and arm64, this machine is ${arch}`);
}
