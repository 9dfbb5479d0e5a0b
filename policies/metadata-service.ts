// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../cloud-init";
import { error, shown } from "../cloud-init/validate/problem";
import { rows } from "../components/aws/rules";
import { metadataService } from "../components/aws/safe";
import { inside, late, type Look, type Looked } from "./look";

/** Machines of AWS, and what machines are made of there: whether a program may be talked into reading their user data. */
export const readableMetadata: Record<string, Look> = {
  "aws:ec2/instance:Instance": (machine) => (isTemplated(machine) ? [] : options(machine)),
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": (machine) => (isTemplated(machine) ? [] : options(machine)),
  "aws:ec2/launchTemplate:LaunchTemplate": (template) => options(template),
  "aws:ec2/launchConfiguration:LaunchConfiguration": (configuration) => options(configuration),
};

/** What the machine does not say, its launch template does. */
export function isTemplated({ properties }: Looked): boolean {
  return properties.launchTemplate !== undefined && properties.metadataOptions === undefined;
}

function* options({ properties: { metadataOptions } }: Looked): Generator<Problem> {
  const of = (name: string) => inside(metadataOptions, name);
  const [tokens, hops] = [of("httpTokens"), of("httpPutResponseHopLimit")];
  if (of("httpEndpoint") === "disabled") return;
  if (tokens !== metadataService.httpTokens && tokens !== late) {
    const given = tokens === undefined ? "is missing, so that" : `${shown(tokens)} means that`;
    yield error(
      "metadataOptions.httpTokens",
      `${given} a program can be talked into reading user data and the role's keys; set it to "${metadataService.httpTokens}"`,
      "imds/v1",
    );
  }
  if (hops !== undefined && hops !== late) {
    for (const problem of rows.metadataHopLimit.rule?.(hops as never, "metadataOptions.httpPutResponseHopLimit", []) ??
      [])
      yield { ...problem, code: "metadataHopLimit" };
  }
}
