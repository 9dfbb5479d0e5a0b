// SPDX-License-Identifier: Apache-2.0
import type { Lifetime } from "../../daemon-key";
import type { Problem } from "../../spec";
import { isBefore, packageVersion } from "../../version";
import { at, shown } from "../problem";
import { type Given, map, pathOf, text, texts, wrong } from "./given";
import { isIn } from "./keys";

const key = "storage-opts";
/** What each storage driver takes. */
const options: Record<string, Record<string, Lifetime>> = {
  overlay2: { "overlay2.size": {}, "overlay2.override_kernel_check": { until: "24.0.0" } },
  btrfs: { "btrfs.min_space": {} },
  zfs: { "zfs.fsname": {} },
};
/** Storage drivers of old, and the first engine without each. */
const gone = new Map([
  ["aufs", "24.0.0"],
  ["overlay", "24.0.0"],
  ["devicemapper", "25.0.0"],
]);

/** A storage driver that is gone, and options that one does not know: dockerd looks at them only when it starts. */
export function* storage({ spec, own }: Given): Generator<Problem> {
  const named = text(own, "storage-driver") ?? "";
  const until = gone.get(named);
  if (until !== undefined && !isIn({ until }, spec.docker.version)) {
    yield wrong("storage-driver", `${shown(named)} is in no engine from ${until} on; remove it for overlay2`);
    return;
  }
  const driver = text(own, "storage-driver") ?? (isContainerd(spec.docker.version, own) ? "containerd" : "overlay2");
  for (const [i, option] of texts(own, key).entries()) {
    const path = at(pathOf(key), i);
    const name = option.split("=", 1)[0]?.trim().toLowerCase() ?? "";
    if (driver === "containerd") {
      const message = `is not looked at: containerd keeps the images; remove it${orDriver(name, { spec, own })}`;
      yield wrong(key, `${shown(option)} ${message}`, "warning", path);
    } else if (!option.includes("=")) {
      yield wrong(key, `${shown(option)} is not of the form "option=value"`, "error", path);
    } else if (Object.hasOwn(options, driver)) {
      const known = options[driver] ?? {};
      const names = Object.keys(known).filter((one) => isIn(known[one] ?? {}, spec.docker.version));
      if (names.includes(name)) continue;
      const message = `is no option of the storage driver ${driver}, which takes ${names.join(", ")}; remove it`;
      yield wrong(key, `${shown(option)} ${message}`, "error", path);
    }
  }
}

/** What gives an option its effect, where a driver has it. */
function orDriver(option: string, { spec, own }: Pick<Given, "spec" | "own">): string {
  const has = ([, known]: [string, Record<string, Lifetime>]) =>
    Object.hasOwn(known, option) && isIn(known[option] ?? {}, spec.docker.version);
  const [driver] = Object.entries(options).find(has) ?? [];
  if (driver === undefined) return "";
  const isAsked = map(own.features)["containerd-snapshotter"] === true;
  return `, or set storage-driver to ${shown(driver)}${isAsked ? ' and features["containerd-snapshotter"] to false' : ""}`;
}

/** Whether containerd keeps the images, where no storage driver is named. */
function isContainerd(version: string | undefined, own: Given["own"]): boolean {
  const asked = map(own.features)["containerd-snapshotter"];
  if (typeof asked === "boolean") return asked;
  const isNew = version === undefined || !packageVersion.test(version) || !isBefore(version, "29.0.0");
  return isNew && text(own, "userns-remap") === undefined;
}
