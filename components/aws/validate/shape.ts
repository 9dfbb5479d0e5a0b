// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../../cloud-init";
import { unknownNames } from "../../../cloud-init/validate/names";
import { at, error } from "../../../cloud-init/validate/problem";
import { isLate, isPlain } from "../../arguments";
import { dataVolumeNames, ruleNames } from "../argument-names";
import type { AwsDockerHostArgs } from "../args";
import { dataVolumeValues, plainValues, type Rule, values } from "./values";

/** Values of another kind than can be read at all, as a file of settings may hold them. */
export function* shape(args: AwsDockerHostArgs): Generator<Problem> {
  if (args.dataVolume !== undefined && !isMap(args.dataVolume))
    yield error("dataVolume", kind("a map", args.dataVolume));
  if (args.sshIngressCidrs !== undefined) yield* list(args.sshIngressCidrs, "sshIngressCidrs");
  for (const name of ["ingress", "egress"] as const) {
    const rules: unknown = args[name];
    if (rules === undefined) continue;
    yield* list(rules, name);
    for (const [i, rule] of (Array.isArray(rules) ? (rules as unknown[]) : []).entries()) {
      if (!isMap(rule)) {
        yield error(at(name, i), kind("a map", rule));
        continue;
      }
      yield* unknownNames(rule, ruleNames, at(name, i));
      yield* list(rule.cidrs, `${at(name, i)}.cidrs`);
    }
  }
}

/** Each value by itself. One in which something is known late is looked at when that is known. */
export function* single(args: AwsDockerHostArgs): Generator<Problem> {
  yield* lookAt(args, values, "");
  yield* lookAt(args, plainValues, "");
  if (!args.dataVolume) return;
  yield* unknownNames(args.dataVolume, dataVolumeNames, "dataVolume");
  if ((args.dataVolume.sizeGiB as unknown) === undefined) yield error("dataVolume.sizeGiB", "is missing");
  yield* lookAt(args.dataVolume, dataVolumeValues, "dataVolume.");
}

function* lookAt(holder: object, rules: Record<string, Rule>, prefix: string): Generator<Problem> {
  for (const [name, rule] of Object.entries(rules)) {
    const value = (holder as Record<string, unknown>)[name];
    const isPlainOnly = name in plainValues || name === "mountPath";
    if (value === undefined || (!isPlainOnly && !isPlain(value))) continue;
    const problem = isLate(value) ? kind("", value) : rule(value);
    if (problem !== undefined) yield error(`${prefix}${name}`, problem);
  }
}

function* list(value: unknown, path: string): Generator<Problem> {
  if (!Array.isArray(value)) yield error(path, kind("a list", value));
}

function kind(wanted: string, value: unknown): string {
  if (isLate(value)) return "must be a plain value and no Output, because it decides what is created";
  return value === undefined ? "is missing" : `must be ${wanted}`;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isLate(value);
}
