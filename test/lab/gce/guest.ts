// SPDX-License-Identifier: Apache-2.0
// What the guest of an instance sees: instance.json, which metadata.mjs reads, and the hardware.
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import type { CloudFolder } from "../cloud/folder";
import type { MachineSettings } from "../cloud/machine";
import { metadataOf } from "./instance-rules";
import { fileOf, lastOf, projectNumber } from "./names";
import type { Instance } from "./records";

/** The guest sees a change at once: those that wait for one look here twice a second. */
export function describe(cloud: CloudFolder, instance: Instance): void {
  const { id, inputs, number, networkIp, natIp } = instance;
  const [, project = "", , zone = "", , name = ""] = id.split("/");
  const [network = {}] = inputs.networkInterfaces as Properties[];
  const account = inputs.serviceAccount as Properties | undefined;
  const description = {
    id: number,
    name,
    hostname: inputs.hostname ?? `${name}.${zone}.c.${project}.internal`,
    description: inputs.description ?? "",
    zone,
    machineType: inputs.machineType,
    image: (inputs.bootDisk as { initializeParams: Properties }).initializeParams.image,
    project: { id: project, number: projectNumber(project) },
    metadata: metadataOf(inputs),
    tags: inputs.tags ?? [],
    networkInterfaces: [
      {
        network: lastOf(String(network.network)),
        ip: networkIp,
        mac: macOf(instance),
        accessConfigs: natIp ? [natIp] : [],
      },
    ],
    serviceAccounts: account
      ? [
          {
            email: account.email ?? `${projectNumber(project)}-compute@developer.gserviceaccount.com`,
            scopes: account.scopes,
          },
        ]
      : [],
  };
  const folder = cloud.machine(fileOf(id));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "instance.json");
  writeFileSync(`${file}.new`, JSON.stringify(description), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Google's begin with 42:01 and go on with the address. */
const macOf = ({ networkIp }: Instance): string =>
  ["42", "01", ...networkIp.split(".").map((part) => Number(part).toString(16).padStart(2, "0"))].join(":");

export function hardware(instance: Instance): MachineSettings {
  const { inputs, number } = instance;
  return {
    name: String(inputs.name),
    // Whatever the machine type has: two machines have to find room in one computer.
    cpus: 1,
    memoryMiB: 2048,
    diskGiB: (inputs.bootDisk as { initializeParams: { size: number } }).initializeParams.size,
    smbios: { manufacturer: "Google", product: "Google Compute Engine", serial: `GoogleCloud-${number}` },
    metadata: join(__dirname, "metadata.mjs"),
    mac: macOf(instance),
  };
}
