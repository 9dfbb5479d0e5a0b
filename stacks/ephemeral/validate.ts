// SPDX-License-Identifier: Apache-2.0
import { isPlain } from "../../components/arguments";
import { targets } from "../targets";
import { defaultTtlMinutes, type EphemeralOptions } from "./options";

/** Arguments that a host which is to be thrown away cannot have, and why. */
const refused: Record<string, string> = {
  disableApiTermination: "keeps the machine from being destroyed",
  deletionProtection: "keeps the machine from being destroyed",
  proxy: "is a way that ssh and docker on this computer do not know; use a public address, or run inside the network",
};

/** Throws one error with everything that is wrong. The arguments themselves are for the component to judge. */
export function check({ target, args, name = "docker-host" }: EphemeralOptions): void {
  const problems = [];
  if (!Object.hasOwn(targets, target))
    problems.push(`target: ${JSON.stringify(target)} is not known; known are: ${Object.keys(targets).join(", ")}`);
  if (!/^[a-zA-Z][\w-]{0,39}$/.test(name))
    problems.push(`name: ${JSON.stringify(name)} must be at most 40 letters, digits, "-" or "_", the first a letter`);
  if (typeof (args as unknown) !== "object") problems.push("args: must be the arguments of the host");
  else problems.push(...argumentProblems(args));
  if (problems.length === 0) return;
  const count = `${problems.length} problem${problems.length > 1 ? "s" : ""}`;
  throw new Error(`the throw-away docker host has ${count}:\n${problems.join("\n")}`);
}

function argumentProblems(args: Record<string, unknown>): string[] {
  const problems = [];
  for (const [name, value] of Object.entries(args)) {
    if (!isPlain(value)) problems.push(`args.${name}: must be a plain value: another process gets it`);
    const reason = refused[name];
    if (reason !== undefined && value !== undefined && value !== false) problems.push(`args.${name}: ${reason}`);
  }
  const { ttlMinutes = defaultTtlMinutes } = args;
  if (typeof ttlMinutes !== "number" || !Number.isInteger(ttlMinutes) || ttlMinutes < 15)
    problems.push(`args.ttlMinutes: ${JSON.stringify(ttlMinutes)} is not a whole number of minutes from 15 on`);
  return problems;
}
