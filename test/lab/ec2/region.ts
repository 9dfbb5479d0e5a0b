// SPDX-License-Identifier: Apache-2.0
import type { Context } from "../cloud/resource-type";
import type { Failure, Field } from "../cloud/shape";
import type { Properties } from "../../../tools/stand-ins/command-provider/values";

const pattern =
  /^(us|eu|ap|sa|ca|me|af|il|mx)-(north|south|east|west|central|northeast|northwest|southeast|southwest)-\d$/;

/** Each resource may lie in a region of its own. */
export const region: Field = { type: "string", replaces: true, computed: true };

export function configuredRegion(config: Properties): unknown {
  return config.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
}

export function checkConfig(config: Properties): Failure[] {
  const given = configuredRegion(config);
  if (given === undefined || given === "")
    return [
      {
        property: "region",
        reason: 'invalid AWS Region: . Set the region with "pulumi config set aws:region eu-central-1" or AWS_REGION',
      },
    ];
  return checkRegion(given, "region");
}

export function checkRegion(given: unknown, property: string): Failure[] {
  if (typeof given !== "string" || pattern.test(given) || given.startsWith("04da6b54")) return [];
  return [{ property, reason: `invalid AWS Region: ${given}` }];
}

/** Where a resource or a look-up belongs. */
export function regionOf(inputs: Properties, { config }: Context): string {
  return String(inputs.region ?? configuredRegion(config));
}

/** What is taken in from another region than the provider's has it behind its id. */
export const withoutRegion = (id: string): string => id.replace(/@[a-z0-9-]+$/, "");
