// SPDX-License-Identifier: Apache-2.0
// Every SDK puts "Args" behind the name of a type that is given to a component, as TypeScript's names already have it.
import type { Schema } from "./package-schema";

/** The schema with names of types that do not end in what the SDKs add. Where another type has that name, it is a spec. */
export function withoutArgs(schema: Schema): Schema {
  const names = Object.keys(schema.types);
  const shorter = names.flatMap((token) => {
    const short = token.replace(/Args$/, "");
    return short === token ? [] : [[token, names.includes(short) ? `${short}Spec` : short] as const];
  });
  // A token ends where its text ends.
  const text = shorter.reduce(
    (all, [token, short]) =>
      all.replaceAll(`"${token}"`, `"${short}"`).replaceAll(`#/types/${token}"`, `#/types/${short}"`),
    JSON.stringify(schema),
  );
  return JSON.parse(text) as Schema;
}
