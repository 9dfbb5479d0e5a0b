// SPDX-License-Identifier: Apache-2.0
import { merge } from "../merge";
import { ownConfig } from "../render";
import type { CloudConfigValue, HostSpec, Problem } from "../spec";
import { isMap } from "./kind";
import { at, error, warning } from "./problem";

/** What happens where a module of cloud-init does not run. */
const without: Record<string, string> = {
  bootcmd: "the commands of bootcmd do not run",
  write_files: "no file is written",
  growpart: "the root disk keeps the size of the image",
  resizefs: "the root disk keeps the size of the image",
  mounts: "there is no swap",
  users_groups: "there are no users",
  ssh: "nobody can log in",
  runcmd: "Docker is not installed",
  scripts_user: "Docker is not installed",
  write_files_deferred: "no file of another owner than root is written",
};

/** Without these the host works, on a smaller disk. */
const ofSize = ["growpart", "resizefs"];

/** The caller's lists of cloud-init's modules, which take the place of the image's. */
export function* stages(spec: HostSpec): Generator<Problem> {
  for (const [key, modules] of Object.entries(needed)) {
    if (!Object.hasOwn(spec.cloudConfig, key)) continue;
    const wanted = modules(spec);
    const list = spec.cloudConfig[key];
    const given = (Array.isArray(list) ? list : []).map(nameOf);
    const lacking = wanted.filter((name) => !given.includes(name));
    if (lacking.length === 0) continue;
    // What is worst comes first.
    const missing = [
      ...lacking.filter((name) => !ofSize.includes(name)),
      ...lacking.filter((name) => ofSize.includes(name)),
    ];
    const severity = missing.every((name) => ofSize.includes(name)) ? warning : error;
    yield severity(
      at("cloudConfig", key),
      `takes the place of the image's list and lacks ${missing.join(", ")}, without which ${without[missing[0] ?? ""]}; ` +
        `add what is missing, or leave the key out`,
    );
  }
}

/** What a host needs of each stage. */
const needed: Record<string, (spec: HostSpec) => string[]> = {
  cloud_init_modules: ({ cloudConfig, swapMiB, onBootFailure }) => [
    ...(cloudConfig.bootcmd === undefined && onBootFailure === "keep" ? [] : ["bootcmd"]),
    ...["write_files", "growpart", "resizefs"],
    ...(swapMiB === undefined ? [] : ["mounts"]),
    ...["users_groups", "ssh"],
  ],
  cloud_config_modules: () => ["runcmd"],
  cloud_final_modules: (spec) => {
    const { write_files: files } = merge(ownConfig(spec), spec.cloudConfig);
    const isDeferred = Array.isArray(files) && files.some((file) => isMap(file) && file.defer === true);
    return [...(isDeferred ? ["write_files_deferred"] : []), "scripts_user"];
  },
};

/** A module is given by its name, in one of two spellings, by a list with its frequency, or by a map. */
function nameOf(entry: CloudConfigValue): string {
  const name = isMap(entry) ? entry.name : Array.isArray(entry) ? entry[0] : entry;
  return typeof name === "string"
    ? name
        .trim()
        .toLowerCase()
        .replaceAll("-", "_")
        .replace(/^cc_|\.py$/g, "")
    : "";
}
