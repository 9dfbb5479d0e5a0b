// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from "node:crypto";
import { userInfo } from "node:os";

import type { Command } from "commander";

import { describe, errors } from "../../cloud-init";
import { type Arguments, targets } from "../../components/platforms";
import { WrongUse } from "../cli/exit-status";
import { readOptions } from "../shared/read-options";
import { readArgsFile } from "./args-file";
import { type CloudName, type Part, parts, type ReapOrder, type RunOrder } from "./order";
import { hostSettings } from "./settings";
import { defaultZone, testCloudCommand, type Typed } from "./typed";

export interface TestCloudOptions {
  order: RunOrder;
  yes: boolean;
  /** The folder that gets the figures. */
  out: string;
}

/** `--reap`. */
export interface ReapOptions {
  reap: ReapOrder;
}

/** What stands behind `npm run test:cloud --`; undefined where that was `--help`. @throws WrongUse */
export function testCloudOptions(
  args: string[],
  now = new Date(),
  user = userInfo().username,
): TestCloudOptions | ReapOptions | undefined {
  const script = testCloudCommand();
  if (!readOptions(script, args)) return undefined;
  const typed = script.opts<Typed>();
  const target = script.processedArgs[0] as CloudName;
  const { yes = false, keep = false } = typed;
  if (typed.reap) return { reap: reapOf(target, typed, script) };
  const order: RunOrder = {
    ...{ target, keep },
    prefix: prefixOf(typed.prefix ?? defaultPrefix(user, now)),
    ttlMinutes: minutesOf(typed.ttl),
    parts: partsOf(typed.only),
    args: argsOf(target, typed),
    config: configOf(target, typed),
  };
  check(order, typed);
  return { order, yes, out: typed.out };
}

/** What was made is removed where it was made, so that no option has to say that again. */
function reapOf(target: CloudName, { prefix }: Typed, script: Command): ReapOrder {
  const given = script.options.filter((one) => script.getOptionValueSource(one.attributeName()) === "cli");
  const other = given.find(({ long }) => long !== "--reap" && long !== "--prefix");
  if (other) throw new WrongUse(`${other.long} is not for --reap; leave it out`);
  return { target, ...(prefix !== undefined && { prefix: prefixOf(prefix) }) };
}

/** Of letters that every cloud takes in names, and of nobody else's who begins in the same minute: `dht-alice-11271702-1f`. */
export function defaultPrefix(user: string, now: Date, random = randomBytes(1)): string {
  const name =
    user
      .toLowerCase()
      .replace(/[^a-z0-9]/g, "")
      .slice(0, 8) || "me";
  const moment = now.toISOString().replace(/^\d+-(\d+)-(\d+)T(\d+):(\d+).*/, "$1$2$3$4");
  return `dht-${name}-${moment}-${random.toString("hex")}`;
}

function prefixOf(given: string): string {
  // A machine of a swarm has 31 more characters, and Google takes 63.
  if (/^[a-z]([a-z0-9-]{0,22}[a-z0-9])?$/.test(given)) return given;
  throw new WrongUse(
    `--prefix ${given || '""'} is no prefix of names; use at most 24 of a-z, 0-9 and "-", the first a letter, the last no "-"`,
  );
}

function minutesOf(given: string): number {
  const [, number = "", unit = ""] = /^(\d+)(m|h)$/.exec(given) ?? [];
  const minutes = Number(number) * (unit === "h" ? 60 : 1);
  // A host that boots at its slowest has to be proved before it ends.
  if (number !== "" && minutes >= 30 && minutes <= 24 * 60) return minutes;
  throw new WrongUse(`--ttl ${given || '""'} is no time to live; use minutes or hours from 30m to 24h, as in 2h`);
}

function partsOf(given: string | undefined): Part[] {
  if (given === undefined) return [...parts];
  const named = given.split(",");
  const wrong = named.find((one) => !(parts as readonly string[]).includes(one));
  if (wrong !== undefined)
    throw new WrongUse(`--only ${given || '""'} names ${wrong || "nothing"}; use some of ${parts.join(",")}`);
  return parts.filter((part) => named.includes(part));
}

function argsOf(target: CloudName, { from, zone, args: file }: Typed): Arguments {
  const given = file === undefined ? {} : readArgsFile(file);
  const access = target === "aws" ? "sshIngressCidrs" : "sshSourceRanges";
  const typed = { from: [access, from], zone: ["zone", zone] } as const;
  for (const [option, [name, value]] of Object.entries(typed))
    if (value !== undefined && given[name] !== undefined)
      throw new WrongUse(`--${option} and ${name} in the file of --args say the same; leave one out`);
  return {
    ...(target === "gcp" && { zone: zone ?? defaultZone }),
    ...(from !== undefined && { [access]: [from] }),
    ...given,
  };
}

function configOf(target: CloudName, { region, project, zone }: Typed): Record<string, string> {
  const elsewhere = target === "aws" ? { project, zone } : { region };
  const [name] = Object.entries(elsewhere).flatMap(([one, given]) => (given === undefined ? [] : [one]));
  if (name !== undefined)
    throw new WrongUse(`--${name} is not for ${target}; use --${target === "aws" ? "region" : "project and --zone"}`);
  const given = target === "aws" ? { "aws:region": region } : { "gcp:project": project };
  return Object.fromEntries(Object.entries(given).filter((pair): pair is [string, string] => pair[1] !== undefined));
}

/** What the hosts would refuse is said before anything is asked of the cloud. */
function check(order: RunOrder, { from }: Typed): void {
  const { target, args } = order;
  const access =
    target === "aws"
      ? ["sshIngressCidrs", "securityGroupIds", "connectVia"]
      : ["sshSourceRanges", "networkTags", "connectVia"];
  if (from === undefined && !access.some((name) => args[name] !== undefined))
    throw new WrongUse(
      "--from is missing; say from where SSH is to be reached, for example your own address: --from 203.0.113.7/32",
    );
  const { [target]: settings } = hostSettings(order);
  const { name, ...given } = settings as Arguments & { name: string };
  const problems = errors(targets[target].problems(name, given));
  if (problems.length > 0) throw new WrongUse(`the hosts would be refused:\n${describe(problems)}`);
}
