// SPDX-License-Identifier: Apache-2.0
import { error, shown } from "../../cloud-init/validate/problem";
import { value } from "../arguments/row";

interface Series {
  /** Of how many processors there are predefined types. */
  cpus: number[];
  /** Their kinds by MiB for each processor, with the most processors, and the fewest where that is not the first above. */
  kinds: Record<number, [kind: string, most: number, fewest?: number]>;
}

/** https://cloud.google.com/compute/docs/general-purpose-machines, of the series that have custom types as well. */
const predefined: Record<string, Series> = {
  n1: { cpus: [1, 2, 4, 8, 16, 32, 64, 96], kinds: { 3840: ["standard", 96], 6656: ["highmem", 96, 2] } },
  e2: {
    cpus: [2, 4, 8, 16, 32],
    kinds: { 4096: ["standard", 32], 8192: ["highmem", 16], 1024: ["highcpu", 32] },
  },
  n2: {
    cpus: [2, 4, 8, 16, 32, 48, 64, 80, 96, 128],
    kinds: { 4096: ["standard", 128], 8192: ["highmem", 128], 1024: ["highcpu", 96] },
  },
  n2d: {
    cpus: [2, 4, 8, 16, 32, 48, 64, 80, 96, 128, 224],
    kinds: { 4096: ["standard", 224], 8192: ["highmem", 96], 1024: ["highcpu", 224] },
  },
  n4: {
    cpus: [2, 4, 8, 16, 32, 48, 64, 80],
    kinds: { 4096: ["standard", 80], 8192: ["highmem", 80], 2048: ["highcpu", 80] },
  },
};

/** The predefined type of the same shape, by whose name Google calls a custom one: terraform-provider-google#12681. */
function sameShape(machineType: string): string | undefined {
  const [, series = "n1", count, memory] = /^(?:(\w+)-)?custom-(\d+)-(\d+)$/.exec(machineType) ?? [];
  const cpus = Number(count);
  const types = Object.hasOwn(predefined, series) ? predefined[series] : undefined;
  const [kind, most = 0, fewest = 0] = types?.kinds[Number(memory) / cpus] ?? [];
  const isThere = cpus >= fewest && cpus <= most && types?.cpus.includes(cpus);
  return kind !== undefined && isThere ? `${series}-${kind}-${cpus}` : undefined;
}

export const machineType = value(function* (given, path) {
  if (typeof given !== "string" || !/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(given)) {
    yield error(path, `${shown(given)} is not a machine type, for example "e2-medium" or "c4a-standard-1"`);
    return;
  }
  const same = sameShape(given);
  if (same === undefined) return;
  yield error(
    path,
    `${shown(given)} is "${same}" at Google, which answers with that name: each update would stop the machine and start it ` +
      `again; use "${same}"`,
  );
});
