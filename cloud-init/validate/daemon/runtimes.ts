// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../spec";
import { at, shown } from "../problem";
import { type Given, map, pathOf, text, wrong } from "./given";
import { caseless } from "./kinds";

/** What runs containers: dockerd looks at the names only when it starts. */
export function* runtimes({ own }: Given): Generator<Problem> {
  const declared = map(own.runtimes);
  for (const [name, value] of Object.entries(declared)) {
    const path = at(pathOf("runtimes"), name);
    const [file, type] = [caseless(map(value), "path") ?? "", caseless(map(value), "runtimeType") ?? ""];
    if (name === "runc") yield wrong("runtimes", `"runc" is Docker's own; choose another name`, "error", path);
    else if (file === "" && type === "") {
      yield wrong("runtimes", "has neither path nor runtimeType; give one of them", "error", path);
    } else if (file !== "" && type !== "") {
      yield wrong("runtimes", "has both path and runtimeType; remove one of them", "error", path);
    }
  }
  const used = text(own, "default-runtime");
  // containerd finds a runtime by a name with dots.
  if (used === undefined || used === "runc" || Object.hasOwn(declared, used) || /^[^./]+\.[^/]*$/.test(used)) return;
  const names = ["runc", ...Object.keys(declared)].map((name) => shown(name)).join(", ");
  yield wrong("default-runtime", `${shown(used)} is not in runtimes; there are ${names}`);
}
