// SPDX-License-Identifier: Apache-2.0
// What the provider refuses before it asks EC2.
import type { Failure } from "../cloud/shape";
import { isMap, type Properties, unknown } from "../../../tools/stand-ins/command-provider/values";
import { missing } from "./instance-inputs";
import { isAddress } from "./networks";
import { checkRegion } from "./region";
import { checkMetadataTags } from "./tags";
import { volumeTypes } from "./volume";

/** By their paths. */
const choices: Record<string, string[]> = {
  "metadataOptions.httpEndpoint": ["disabled", "enabled"],
  "metadataOptions.httpProtocolIpv6": ["disabled", "enabled"],
  "metadataOptions.httpTokens": ["no-preference", "optional", "required"],
  "metadataOptions.instanceMetadataTags": ["disabled", "enabled"],
  "creditSpecification.cpuCredits": ["standard", "unlimited"],
  "instanceMarketOptions.marketType": ["spot", "capacity-block"],
  "instanceMarketOptions.spotOptions.instanceInterruptionBehavior": ["hibernate", "stop", "terminate"],
  "instanceMarketOptions.spotOptions.spotInstanceType": ["one-time", "persistent"],
  "maintenanceOptions.autoRecovery": ["disabled", "default"],
  "rootBlockDevice.volumeType": volumeTypes,
  instanceInitiatedShutdownBehavior: ["stop", "terminate"],
  tenancy: ["default", "dedicated", "host"],
};

export const userDataLimit = 16384;

export function checkInstance(given: Properties): Failure[] {
  const at = (path: string) =>
    path.split(".").reduce<unknown>((value, key) => (isMap(value) ? value[key] : undefined), given);
  const known = (value: unknown): value is string => typeof value === "string" && value !== unknown;
  const failures = checkRegion(given.region, "region");
  const refuse = (property: string, reason: string) => failures.push({ property, reason });

  for (const property of missing)
    if (given[property] !== undefined && given[property] !== false)
      refuse(property, `the laboratory's stand-in does not do ${property} of an instance`);
  for (const property of ["ami", "instanceType"])
    if (given[property] === undefined && given.launchTemplate === undefined)
      refuse(property, `"${property}": one of \`${property},launch_template\` must be specified`);
  for (const [path, allowed] of Object.entries(choices)) {
    const value = at(path);
    if (known(value) && !allowed.includes(value))
      refuse(path, `expected ${path} to be one of ${JSON.stringify(allowed)}, got ${value}`);
  }
  const hops = at("metadataOptions.httpPutResponseHopLimit");
  if (typeof hops === "number" && !(Number.isInteger(hops) && hops >= 1 && hops <= 64))
    refuse(
      "metadataOptions.httpPutResponseHopLimit",
      `expected httpPutResponseHopLimit to be in the range (1 - 64), got ${hops}`,
    );
  const { id, name } = isMap(given.launchTemplate) ? given.launchTemplate : { id: "" };
  if ((id === undefined) === (name === undefined))
    refuse("launchTemplate", "exactly one of `launch_template.0.id,launch_template.0.name` must be specified");
  const { userData, userDataBase64, privateIp, volumeTags } = given;
  if (userData !== undefined && userDataBase64 !== undefined && userData !== unknown && userDataBase64 !== unknown)
    refuse("userData", '"userData": conflicts with userDataBase64');
  if (known(userData) && Buffer.byteLength(userData) > userDataLimit)
    refuse(
      "userData",
      `expected length of userData to be in the range (0 - ${userDataLimit}), got ${Buffer.byteLength(userData)} bytes`,
    );
  if (known(userDataBase64) && !isBase64(userDataBase64))
    refuse("userDataBase64", "userDataBase64: must be base64-encoded");
  if (known(privateIp) && !isAddress(privateIp))
    refuse("privateIp", `expected privateIp to contain a valid IPv4 address, got: ${privateIp}`);
  if (volumeTags !== undefined && at("rootBlockDevice.tags") !== undefined)
    refuse("volumeTags", '"volumeTags": conflicts with rootBlockDevice.tags');
  return [...failures, ...checkMetadataTags(given.tags, at("metadataOptions.instanceMetadataTags") === "enabled")];
}

export const isBase64 = (text: string): boolean => text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
