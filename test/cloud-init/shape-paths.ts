// SPDX-License-Identifier: Apache-2.0
import type { Shape } from "../../cloud-init/shape";
import { host } from "../../cloud-init/validate/shape";

/** The paths of all members of a spec that are a string or a number, for tests that want to have seen each. */
export function pathsOf(kind: "string" | "number"): string[] {
  return look(host, "", kind);
}

/** Of a list the first item; names and values of a map have one path. */
function look(shape: Shape, path: string, kind: "string" | "number"): string[] {
  if (shape.kind === kind) return [path];
  if (shape.kind === "list") return look(shape.of, `${path}[0]`, kind);
  if (shape.kind === "map") return look(shape.of, path, kind);
  if (shape.kind !== "fields") return [];
  return Object.entries(shape.fields).flatMap(([name, member]) =>
    look(member, path === "" ? name : `${path}.${name}`, kind),
  );
}
