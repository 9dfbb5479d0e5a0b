// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";

import { Argument, Command } from "commander";
import { parse } from "yaml";

import { describe, errors } from "../../cloud-init";
import { isMap } from "../../cloud-init/validate/kind";
import { type Arguments, targets } from "../../components/platforms";
import { WrongUse } from "../cli/exit-status";
import { readOptions } from "../shared/read-options";
import { type CloudName, clouds, type Part, parts, type RunOrder } from "./order";
import { hostSettings } from "./settings";

export interface TestCloudOptions {
  order: RunOrder;
  yes: boolean;
  /** Only removes what earlier runs have left. */
  reap: boolean;
  /** The folder that gets the figures. */
  out: string;
}

interface Typed {
  from?: string;
  region?: string;
  zone?: string;
  project?: string;
  prefix?: string;
  ttl: string;
  only?: string;
  args?: string;
  out: string;
  keep?: boolean;
  yes?: boolean;
  reap?: boolean;
}

/** What stands behind `npm run test:cloud --`; undefined where that was `--help`. @throws WrongUse */
export function testCloudOptions(
  args: string[],
  now = new Date(),
  user = userInfo().username,
): TestCloudOptions | undefined {
  const script = new Command("npm run test:cloud --")
    .description(
      "Makes Docker hosts, an image and a swarm in your own account, looks whether they\nare what they promise, and removes them. It costs money: it says how much, and\nasks, before it begins.",
    )
    .addArgument(new Argument("<cloud>").choices(clouds))
    .option("--from <cidr>", "who may reach SSH: your address, as in 203.0.113.7/32")
    .option("--region <region>", "on AWS (default: as for the AWS CLI)")
    .option("--project <id>", "at Google (default: as for the provider)")
    .option("--zone <zone>", "at Google", "europe-west1-b")
    .option("--prefix <name>", "of all names (default: of your name and the time)")
    .option("--ttl <time>", "after which each machine ends by itself", "2h")
    .option("--only <parts>", `some of ${parts.join(",")} (default: all)`)
    .option("--args <file>", "arguments of the hosts that your account needs,\nsuch as a subnetId, as YAML or JSON")
    .option("--out <folder>", "for the figures", join("coverage", "cloud"))
    .option("--keep", "leaves all where it is, for a look")
    .option("--reap", "only removes what earlier runs have left")
    .option("-y, --yes", "begins without asking")
    .helpOption("-h, --help", "show this")
    .addHelpText(
      "after",
      `
Examples:
  npm run test:cloud -- aws --from 203.0.113.7/32 --region eu-central-1
  npm run test:cloud -- gcp --from 203.0.113.7/32 --project my-project
  npm run test:cloud -- aws --reap

Exit status: 0 all passed, 1 failed, 2 wrong use, 130 interrupted.`,
    );
  if (!readOptions(script, args)) return undefined;
  const typed = script.opts<Typed>();
  const target = script.processedArgs[0] as CloudName;
  const { yes = false, reap = false, keep = false } = typed;
  const order: RunOrder = {
    ...{ target, keep },
    prefix: prefixOf(typed.prefix ?? defaultPrefix(user, now)),
    ttlMinutes: minutesOf(typed.ttl),
    parts: partsOf(typed.only),
    args: argsOf(target, typed),
    config: configOf(target, typed),
  };
  if (!reap) check(order, typed);
  return { order, yes, reap, out: typed.out };
}

/** Of letters that every cloud takes in names: `dht-alice-11271702`. */
export function defaultPrefix(user: string, now: Date): string {
  const name =
    user
      .toLowerCase()
      .replace(/[^a-z0-9]/g, "")
      .slice(0, 8) || "me";
  const moment = now.toISOString().replace(/^\d+-(\d+)-(\d+)T(\d+):(\d+).*/, "$1$2$3$4");
  return `dht-${name}-${moment}`;
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
  const given = file === undefined ? {} : read(file);
  const access = from === undefined ? {} : { [target === "aws" ? "sshIngressCidrs" : "sshSourceRanges"]: [from] };
  return { ...(target === "gcp" && { zone }), ...access, ...given };
}

function read(file: string): Arguments {
  if (!existsSync(file)) throw new WrongUse(`--args ${file} does not exist; give a file with arguments of a host`);
  try {
    const args: unknown = parse(readFileSync(file, "utf8"));
    if (isMap(args)) return args;
  } catch (error) {
    throw new WrongUse(`--args ${file} is no YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new WrongUse(
    `--args ${file} holds no map; write arguments of a host there, as in "subnetId: subnet-0aaaaaaaa"`,
  );
}

function configOf(target: CloudName, { region, project }: Typed): Record<string, string> {
  const elsewhere = target === "aws" ? { project } : { region };
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
