// SPDX-License-Identifier: Apache-2.0
// What can be typed behind `npm run test:cloud --`.
import { join } from "node:path";

import { Argument, Command } from "commander";

import { clouds, parts } from "./order";

export const defaultZone = "europe-west1-b";

export interface Typed {
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

export function testCloudCommand(): Command {
  return new Command("npm run test:cloud --")
    .description(
      "Makes Docker hosts, an image and a swarm in your own account, looks whether they\nare what they promise, and removes them. It costs money: it says how much, and\nasks, before it begins.",
    )
    .addArgument(new Argument("<cloud>").choices(clouds))
    .option("--from <cidr>", "who may reach SSH: your address, as in 203.0.113.7/32")
    .option("--region <region>", "on AWS (default: as for the AWS CLI)")
    .option("--project <id>", "at Google (default: as for the provider)")
    .option("--zone <zone>", `at Google (default: ${defaultZone})`)
    .option("--prefix <name>", "of all names (default: of your name and the time)")
    .option("--ttl <time>", "after which each machine ends by itself", "2h")
    .option("--only <parts>", `some of ${parts.join(",")} (default: all)`)
    .option("--args <file>", "arguments of the hosts that your account needs,\nsuch as a subnetId, as YAML or JSON")
    .option("--out <folder>", "for the figures", join("coverage", "cloud"))
    .option("--keep", "leaves all where it is, for a look")
    .option("--reap", "only removes what earlier runs have left, or the one\nof --prefix")
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
}
