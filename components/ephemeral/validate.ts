// SPDX-License-Identifier: Apache-2.0
import { describe, errors, type Problem } from "../../cloud-init";
import { insteadOf, unknownName } from "../../cloud-init/validate/names";
import { error, shown } from "../../cloud-init/validate/problem";
import { isMap, kind } from "../../cloud-init/validate/shape";
import { isLate, isPlain } from "../arguments";
import { type Arguments, type Target, targets } from "../platforms";
import { defaultTtlMinutes, type EphemeralOptions } from "./options";

/** What is wrong with a value, or nothing. */
type Rule = (value: unknown) => string | undefined;

const optional =
  (holds: (value: unknown) => boolean, what: string): Rule =>
  (value) =>
    value === undefined || holds(value) ? undefined : `${shown(value)} must be ${what}`;
const text = optional((value) => typeof value === "string", "a text");
const isTextMap = (value: unknown) => isMap(value) && Object.values(value).every((one) => typeof one === "string");
const isName = (value: unknown) => typeof value === "string" && /^[a-zA-Z][\w-]{0,39}$/.test(value);
const isArguments = (value: unknown): value is Arguments => isMap(value) && !isLate(value);

const rules: Record<keyof EphemeralOptions, Rule> = {
  target: (value) => (targetOf(value) ? undefined : noTarget(value)),
  name: optional(isName, `at most 40 letters, digits, "-" or "_", the first a letter`),
  config: optional(isTextMap, `a map of texts, for example { "aws:region": "eu-central-1" }`),
  log: (value) => (value === undefined || typeof value === "function" ? undefined : "must be a function"),
  backend: text,
  project: text,
  secretsProvider: text,
  args: (value) => (isArguments(value) ? undefined : "must be the arguments of the host: a map of plain values"),
};

/** Arguments that a host which is to be thrown away cannot have, and why. */
const refused: Record<string, string> = {
  disableApiTermination: "keeps the machine from being destroyed",
  deletionProtection: "keeps the machine from being destroyed",
  proxy: "is a way that ssh and docker on this computer do not know; use a public address, or run inside the network",
};

/** Throws one error with everything that is wrong with the options, the arguments of the host among them. */
export function check(options: EphemeralOptions): void {
  const problems = isMap(options)
    ? errors([...optionProblems(options), ...argumentProblems(options)])
    : [error("options", `is ${kind(options)}, and must be a map with target and args`)];
  if (problems.length === 0) return;
  const count = `${problems.length} problem${problems.length > 1 ? "s" : ""}`;
  throw new Error(`the throw-away docker host has ${count}:\n${describe(problems)}`);
}

function* optionProblems(options: Record<string, unknown>): Generator<Problem> {
  for (const [name, rule] of Object.entries(rules)) {
    const problem = rule(options[name]);
    if (problem !== undefined) yield error(name, problem);
  }
  const ofHost = targetOf(options.target)?.argumentNames ?? {};
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || Object.hasOwn(rules, name)) continue;
    // Beside `args` it would be without effect.
    if (Object.hasOwn(ofHost, name)) yield error(name, "is an argument of the host; move it into args");
    else yield unknownName(name, Object.keys(rules), "");
  }
}

function* argumentProblems({ target, name, args }: Record<string, unknown>): Generator<Problem> {
  if (!isArguments(args)) return;
  for (const [argument, value] of Object.entries(args)) {
    if (!isPlain(value)) yield error(`args.${argument}`, "must be a plain value: another process gets it");
    const reason = refused[argument];
    if (reason !== undefined && value !== undefined && value !== false) yield error(`args.${argument}`, reason);
  }
  const host = isName(name) ? (name as string) : "docker-host";
  for (const problem of targetOf(target)?.problems(host, { ttlMinutes: defaultTtlMinutes, ...args }) ?? []) {
    const { path } = problem;
    if (path === "name") yield problem;
    else yield { ...problem, path: path.startsWith("[") ? `args${path}` : `args.${path}` };
  }
}

function targetOf(value: unknown): Target | undefined {
  const isOne = typeof value === "string" && Object.hasOwn(targets, value);
  return isOne ? targets[value as keyof typeof targets] : undefined;
}

function noTarget(value: unknown): string {
  const names = Object.keys(targets);
  if (value === undefined) return `is missing; there are ${names.join(", ")}`;
  return `${shown(value)} is not known; ${insteadOf(typeof value === "string" ? value : "", names)}`;
}
