// SPDX-License-Identifier: Apache-2.0
import { UlimitName } from "../../docker-choices";
import type { CloudConfigValue, HostSpec, Problem } from "../../spec";
import { at, duplicates, error, shown } from "../problem";
import { caseless } from "./kinds";
import { type Given, map, pathOf } from "./given";

const key = "default-ulimits";
const names = Object.values<string>(UlimitName);
/** systemd's value of fs.nr_open, which no limit of open files may exceed. */
const mostFiles = 1_073_741_816;

/** Limits that the kernel refuses: then no container starts. */
export function* ulimits({ spec, own, all }: Given): Generator<Problem> {
  const { defaultUlimits } = spec.docker;
  for (const [i, { name, soft, hard }] of defaultUlimits.entries()) {
    const path = at("docker.defaultUlimits", i);
    if (!names.includes(name)) yield error(`${path}.name`, noLimit(name));
    yield* values(spec, name, { [`${path}.soft`]: soft, [`${path}.hard`]: hard });
  }
  yield* duplicates(
    defaultUlimits.map(({ name }) => name),
    (i) => `${at("docker.defaultUlimits", i)}.name`,
  );
  for (const name of Object.keys(map(own[key]))) yield* written(spec, map(map(all[key])[name]), at(pathOf(key), name));
}

/** A limit in the daemon's own form. What is absent is 0 there, or a limit without a name. */
function* written(spec: HostSpec, limit: Record<string, CloudConfigValue>, path: string): Generator<Problem> {
  const members = { Name: caseless(limit, "Name"), Soft: caseless(limit, "Soft"), Hard: caseless(limit, "Hard") };
  const missing = Object.entries(members).filter(([, value]) => value === undefined || value === null);
  for (const [member] of missing) {
    yield error(`${path}.${member}`, `is missing; write for example {"Name": "nofile", "Soft": 1024, "Hard": 65536}`);
  }
  if (missing.length > 0) return;
  // By its kind, it is a text.
  const given = typeof members.Name === "string" ? members.Name : "";
  const name = given.toLowerCase();
  if (!names.includes(name)) yield error(`${path}.Name`, noLimit(given));
  yield* values(spec, name, { [`${path}.Soft`]: Number(members.Soft), [`${path}.Hard`]: Number(members.Hard) });
}

const noLimit = (name: string) => `${shown(name)} is not a limit; there are ${names.join(", ")}`;

/** The soft limit and the hard one, by their paths. */
function* values({ sysctls }: HostSpec, name: string, limits: Record<string, number>): Generator<Problem> {
  const most = name === "nofile" ? Number(sysctls["fs.nr_open"] ?? sysctls["fs/nr_open"] ?? mostFiles) : Infinity;
  const [[softPath, soft] = ["", 0], [, hard] = ["", 0]] = Object.entries(limits);
  const isAbove = hard >= 0 && (soft > hard || soft === -1);
  for (const [path, value] of Object.entries(limits)) {
    if (!Number.isSafeInteger(value) || value < -1) {
      yield error(
        path,
        `${shown(value)} is not a limit; use a whole number${most < Infinity ? "" : ", or -1 for none"}`,
      );
    } else if (value > most || (value === -1 && most < Infinity && !(isAbove && path === softPath))) {
      yield error(path, `${shown(value)} is more open files than the kernel gives; use a whole number up to ${most}`);
    }
  }
  if (isAbove) yield error(softPath, `${shown(soft)} is above the hard limit; use a whole number from 0 to ${hard}`);
}
