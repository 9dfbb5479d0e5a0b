// SPDX-License-Identifier: Apache-2.0
import { describe, errors, type Problem } from "../../cloud-init";
import { boolean, fields, map, plain, type Shape, string } from "../../cloud-init/shape";
import { insteadOf, unknownName } from "../../cloud-init/validate/names";
import { at, error, shown } from "../../cloud-init/validate/problem";
import { isMap, kind } from "../../cloud-init/validate/kind";
import { shapeProblems, withCodes } from "../../cloud-init/validate/shape";
import { isLate, isPlain } from "../arguments/output";
import { imageProblems } from "./image-problems";
import { counted } from "../arguments/report";
import { matches, value } from "../arguments/row";
import { type Target, targets } from "../platforms";
import { defaultTtlMinutes, type EphemeralOptions } from "./options";

const names = Object.keys(targets);
const hostName = /^[a-zA-Z][\w-]{0,39}$/;

const rows = {
  target: value(function* (given, path) {
    if (targetOf(given)) return;
    yield error(path, `${shown(given)} is not known; ${insteadOf(typeof given === "string" ? given : "", names)}`);
  }),
  name: matches(hostName, `a name of at most 40 letters, digits, "-" or "_", the first a letter`),
  config: map(string),
  bake: boolean,
  log: value(function* (given, path) {
    if (typeof given !== "function") yield error(path, "must be a function");
  }),
  backend: string,
  project: string,
  secretsProvider: string,
  // The platform checks its members.
  args: plain(
    value(function* (given, path) {
      if (!isMap(given)) yield error(path, `is ${kind(given)}, and must be a map`, "/kind");
    }),
  ),
} satisfies Record<keyof EphemeralOptions, Shape>;

/** Arguments that a throw-away host cannot have, and why. */
const refused: Record<string, string> = {
  disableApiTermination: "keeps the machine from being destroyed",
  deletionProtection: "keeps the machine from being destroyed",
  proxy:
    "is a way that ssh and docker on this computer do not know; use a public address or connectVia, or run inside the network",
};

/** @throws Error with everything that is wrong with the options, the arguments of the host among them. */
export function check(options: EphemeralOptions): void {
  const problems = isMap(options)
    ? errors([...optionProblems(options), ...argumentProblems(options)])
    : [error("options", `is ${kind(options)}, and must be a map with target and args`, "kind")];
  // What is wrong with a host is wrong with its image, too.
  if (problems.length === 0 && options.bake) problems.push(...errors(imageProblems(options.target, options.args)));
  if (problems.length === 0) return;
  throw new Error(`the throw-away docker host has ${counted(problems)}:\n${describe(problems)}`);
}

function optionProblems(options: Record<string, unknown>): Problem[] {
  const ofHost = targetOf(options.target)?.rows ?? {};
  const known = Object.entries(options).filter(([name]) => Object.hasOwn(rows, name));
  const noTarget = error("target", `is missing; there are ${names.join(", ")}`, "target/missing");
  // Elsewhere nobody could reach a host of which nothing is said.
  const noArgs = error("args", "is missing", "args/missing");
  const others = Object.entries(options).filter(([name, given]) => given !== undefined && !Object.hasOwn(rows, name));
  return [
    ...(options.target === undefined ? [noTarget] : []),
    ...(options.args === undefined && options.target !== "local" ? [noArgs] : []),
    ...withCodes(shapeProblems(Object.fromEntries(known), fields(rows), "", [], isLate), fields(rows)),
    ...others.map(([name]) =>
      // Beside `args` it would have no effect.
      Object.hasOwn(ofHost, name)
        ? error(name, "is an argument of the host; move it into args", "unknown-name")
        : unknownName(name, Object.keys(rows), ""),
    ),
  ];
}

function* argumentProblems({ target, name, args }: Record<string, unknown>): Generator<Problem> {
  if (!isMap(args) || isLate(args)) return;
  for (const [argument, given] of Object.entries(args)) {
    const path = at("args", argument);
    if (!isPlain(given)) yield error(path, "must be a plain value: another process gets it", "/plain");
    const reason = Object.hasOwn(refused, argument) ? refused[argument] : undefined;
    if (reason !== undefined && given !== undefined && given !== false) yield error(path, reason);
  }
  const host = typeof name === "string" && hostName.test(name) ? name : "docker-host";
  for (const problem of targetOf(target)?.problems(host, { ttlMinutes: defaultTtlMinutes, ...args }) ?? []) {
    const { path } = problem;
    if (path === "name") yield problem;
    else yield { ...problem, path: path.startsWith("[") ? `args${path}` : `args.${path}` };
  }
}

function targetOf(given: unknown): Target | undefined {
  const isOne = typeof given === "string" && Object.hasOwn(targets, given);
  return isOne ? targets[given as keyof typeof targets] : undefined;
}
