// SPDX-License-Identifier: Apache-2.0
import { hostShape, type Shape } from "../../cloud-init/spec-shape";

/** The paths of all members of a spec that are a text or a number, for tests that want to have seen each. */
export function pathsOf(kind: "text" | "number"): string[] {
  return look({ fields: hostShape }, "", kind);
}

/** Of a list the first item; names and values of a map have one path. */
function look(shape: Shape, path: string, kind: "text" | "number"): string[] {
  if (typeof shape === "string") return shape === kind ? [path] : [];
  if ("list" in shape) return look(shape.list, `${path}[0]`, kind);
  if ("map" in shape) return look(shape.map, path, kind);
  return Object.entries(shape.fields).flatMap(([name, member]) =>
    look(member.shape, path === "" ? name : `${path}.${name}`, kind),
  );
}
