// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../cloud-init";
import { fields, list, plain, required, ruled, type Shape, string } from "../../cloud-init/shape";
import { at, error, shown } from "../../cloud-init/validate/problem";
import { linuxName, nameRule } from "../../cloud-init/validate/users";
import { flag } from "../arguments/row";
import type { HealthProbeArgs } from "./health-args";
import { limit } from "./limit-rule";
import { ownDefaults } from "./own-probes";
import { everyProbe } from "./probes";
import { installFailures } from "./stages";

/** What stands where a probe's name may stand, and would be taken for it. */
const ours = [
  ...everyProbe().map(({ name }) => name),
  ...Object.keys(installFailures),
  ...["ssh", "sudo", "address"],
  // What begins ahead of the probe that needs it.
  ...["network", "timeline"],
];

const form = /^(?=.{1,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const formRule = `use at most 40 lower-case letters, digits and "-" between them, beginning with a letter, for example "agent"`;

function* distinctNames(given: HealthProbeArgs[], path: string): Generator<Problem> {
  const seen = new Set<string>();
  for (const [i, { name }] of given.entries()) {
    const place = `${at(path, i)}.name`;
    if (!form.test(name)) yield error(place, `${shown(name)} is not a probe's name; ${formRule}`);
    else if (ours.includes(name)) {
      yield error(place, `${shown(name)} is the name of a stage of ours; choose another one, for example "my-${name}"`);
    } else if (seen.has(name)) yield error(place, `${shown(name)} is here twice; give each probe a name of its own`);
    seen.add(name);
  }
}

function* saysSomething(given: string, path: string): Generator<Problem> {
  if (given.trim() === "") yield error(path, "is empty, and must say something");
}

function* userName(given: string, path: string): Generator<Problem> {
  if (!linuxName.test(given)) yield error(path, `${shown(given)} is not a login name; ${nameRule}`);
}

const probe = {
  name: required(plain(string)),
  command: required(ruled(string, saysSomething)),
  hint: required(ruled(string, saysSomething)),
  essential: plain(flag),
  limitSeconds: limit(ownDefaults.limitSeconds),
  user: ruled(string, userName),
} satisfies Record<keyof HealthProbeArgs, Shape>;

/** Probes of the caller's own. Which there are, and what they are called, is known when the program runs. */
export const ownProbesShape = ruled(plain(list(plain(fields(probe)))), distinctNames);
