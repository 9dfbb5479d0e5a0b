// SPDX-License-Identifier: Apache-2.0
import type { Step } from "../progress/steps";
import { ensureAcceleration } from "../setup/acceleration";
import { ensureGuestImage, type GuestImage } from "../setup/guest-image";
import { ensurePulumi } from "../setup/pulumi";
import { ensurePulumiCli } from "../setup/pulumi-cli";
import { armPrograms, ensureQemu } from "../setup/qemu";
import { ensurePrograms } from "../setup/system-packages";
import { ensureYamlHost } from "../setup/yaml-host";

/** What machines of tests boot, and how. */
export interface TestMachines {
  image: GuestImage;
  accelerator: string;
}

/** Shows the health report's page. */
const chromium = { name: "chromium", apt: "chromium", dnf: "chromium", brew: "--cask chromium" };

export const engine: Step = { title: "Pulumi", run: async (report) => (await ensurePulumi(report)).origin };

/** Behind the CLI, of which Go takes over what both are made of. */
export const yaml: Step = {
  title: "YAML programs",
  run: async (report) => (await ensureYamlHost((await ensurePulumiCli(report)).path, report)).origin,
};

export const browser: Step = { title: "browser", run: (report) => ensurePrograms([chromium], report) };

/** An Arm machine, emulated where this computer is none. */
export const armMachine: Step = { title: "QEMU for Arm", run: (report) => ensurePrograms(armPrograms, report) };

/** QEMU and the guest image; `use` gets to know them. */
export function machines(use: (machines: TestMachines) => void = () => {}): Step[] {
  return [
    { title: "QEMU", run: ensureQemu },
    {
      title: "guest image",
      run: async (report) => {
        const image = await ensureGuestImage(report);
        const accelerator = await ensureAcceleration(image.image, report);
        use({ image, accelerator });
        return `${image.image.name}, ${accelerator}`;
      },
    },
  ];
}
