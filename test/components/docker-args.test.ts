// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { defaults } from "../../cloud-init";
import { accessDefaults } from "../../components/access/access-change";

/** Of each option whose documentation names a value: the option and the value. */
function documented(file: string): [string, unknown][] {
  const text = readFileSync(join(__dirname, "../../components", file), "utf8");
  const comments = text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s+(\w+)\?:/g);
  return [...comments].flatMap(([, comment = "", name = ""]) => {
    const [, value] = /@default ("[^"]*"|true|false|\d+)/.exec(comment) ?? [];
    return value === undefined ? [] : [[name, JSON.parse(value)]];
  });
}

/** An option without a value of its own is empty unless somebody fills it: `@default - none`. */
const isNamed = ([, value]: [string, unknown]) => ["string", "number", "boolean"].includes(typeof value);

test("the documentation of docker's options names the defaults that are in force", () => {
  expect(Object.fromEntries(documented("docker-args.ts"))).toEqual(
    Object.fromEntries(Object.entries(defaults.docker).filter(isNamed)),
  );
});

test("the documentation of a host's options names the defaults that are in force", () => {
  const { user, file } = defaults;
  // Of templates alone, whose default is another.
  const { onBootFailure: _ofTemplates, ...host } = defaults.host;
  expect(Object.fromEntries(documented("docker-host-args.ts"))).toEqual(
    Object.fromEntries(Object.entries({ ...user, ...file, ...host, ...accessDefaults }).filter(isNamed)),
  );
});
