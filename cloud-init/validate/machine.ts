// SPDX-License-Identifier: Apache-2.0
import { OnBootFailure } from "../on-boot-failure";
import type { HostSpec, Problem } from "../spec";
import { at, demandEach, demandWhole, error, shown, warning } from "./problem";

const sysctlName = /^[a-z0-9_]+([./][A-Za-z0-9_-]+)+$/;
/** On one line, printable: sysctl.d knows no quotes. */
const sysctlValue = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/;
const moduleName = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;
/** dnf alone takes about 1 GiB. With less than 2, a machine that runs Docker and a few containers swaps or kills. */
const enoughMemoryMiB = 2048;

/** What concerns the machine rather than Docker. */
export function* machine(spec: HostSpec): Generator<Problem> {
  yield* demandWhole(spec.swapMiB, "swapMiB", [64, 1_048_576], "MiB");
  yield* demandWhole(spec.sshMaxStartups, "sshMaxStartups", [1, 10_000], "connections");
  yield* demandWhole(spec.sshMaxSessions, "sshMaxSessions", [1, 10_000], "sessions");
  // With less, the machine might end before the health check does.
  yield* demandWhole(spec.ttlMinutes, "ttlMinutes", [15, 525_600], "minutes");
  for (const [name, value] of Object.entries(spec.sysctls)) yield* sysctl(name, value);
  yield* demandEach(
    spec.kernelModules,
    "kernelModules",
    (name) => moduleName.test(name),
    `is not a kernel module's name, for example "ip_tables"`,
  );
  yield* memory(spec);
  const choices = Object.values(OnBootFailure);
  if (!choices.includes(spec.onBootFailure)) {
    yield error("onBootFailure", `${shown(spec.onBootFailure)} is none of ${choices.map(shown).join(", ")}`);
  }
}

function* sysctl(name: string, value: string): Generator<Problem> {
  const path = at("sysctls", name);
  if (!sysctlName.test(name)) {
    yield error(path, `${shown(name)} is not a kernel parameter's name, for example "vm.max_map_count"`);
  }
  if (!sysctlValue.test(value)) {
    yield error(path, `${shown(value)} is not a value on one line, for example "262144"`);
  }
}

function* memory({ memoryMiB, swapMiB }: HostSpec): Generator<Problem> {
  if (memoryMiB === undefined || memoryMiB >= enoughMemoryMiB) return;
  const swap = swapMiB === undefined ? ", or set swapMiB" : "";
  yield warning(
    "memoryMiB",
    `${memoryMiB} MiB is little: dnf alone takes about 1024, and the kernel may kill it; use ${enoughMemoryMiB} or more${swap}`,
  );
}
