// SPDX-License-Identifier: Apache-2.0
// What becomes of a machine when its host is maintained: what the API refuses for which machine types.
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import { badRequest, invalid } from "./answers";

/** Where a machine type has a choice of its own, and what the API says to the other. */
const choices: { types: RegExp; only: "MIGRATE" | "TERMINATE"; refusal: (machineType: string) => Error }[] = [
  {
    types: /^(a[234]|a4x|g[24])-/,
    only: "TERMINATE",
    refusal: () => badRequest("Instances with guest accelerators do not support live migration."),
  },
  {
    types: /^h4d-|-metal$|^z3-highmem-(88|176|88-highlssd|176-standardlssd)$/,
    only: "TERMINATE",
    refusal: () =>
      invalid(
        "resource.scheduling.onHostMaintenance",
        "MIGRATE",
        "Scheduling must have onHostMaintenance be one of the following valid types: [TERMINATE]. But was MIGRATE",
      ),
  },
  {
    types: /^z3-/,
    only: "MIGRATE",
    refusal: (type) => badRequest(`OnHostMaintenance must be set to MIGRATE for machine type - ${type}.`),
  },
  {
    types: /^e2-/,
    only: "MIGRATE",
    refusal: () => badRequest("e2 instances do not support onHostMaintenance=TERMINATE unless they are preemptible."),
  },
];

/** Where nothing is said, machines migrate, and spot machines end. */
export function onHostMaintenance(scheduling: unknown): string {
  const { onHostMaintenance: given, preemptible } = (scheduling ?? {}) as Properties;
  return typeof given === "string" ? given : preemptible === true ? "TERMINATE" : "MIGRATE";
}

export function checkMaintenance(machineType: string, scheduling: unknown): void {
  const wanted = onHostMaintenance(scheduling);
  const choice = choices.find(({ types }) => types.test(machineType));
  if (!choice || choice.only === wanted || (scheduling as Properties | undefined)?.preemptible === true) return;
  throw choice.refusal(machineType);
}
