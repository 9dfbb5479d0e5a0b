// SPDX-License-Identifier: Apache-2.0
import { type Properties, unknown } from "../../../tools/stand-ins/command-provider/values";
import { claimAddress, releaseAddress } from "../cloud/loopback";
import type { Context } from "../cloud/resource-type";
import { badRequest, invalid } from "./answers";
import { regionOf } from "./catalog";
import { addresses, type Instance, instances } from "./records";

export type Interface = Properties & { accessConfigs?: Properties[] };

/** Which addresses the instance will have is not known before it is made, and stays as it is afterwards. */
export function plannedInterfaces(inputs: Properties, state?: Properties): unknown {
  const given = inputs.networkInterfaces;
  if (!Array.isArray(given)) return given;
  const old = state?.networkInterfaces as Interface[] | undefined;
  return (given as (Interface | string)[]).map((one, index) => {
    if (typeof one === "string") return one;
    const { accessConfigs = [] } = one;
    return {
      networkIp: old?.[index]?.networkIp ?? unknown,
      ...one,
      ...(Array.isArray(accessConfigs) && {
        accessConfigs: accessConfigs.map((config, place) => ({
          natIp: old?.[index]?.accessConfigs?.[place]?.natIp ?? unknown,
          ...config,
        })),
      }),
    };
  });
}

const accessConfigOf = (inputs: Properties): Properties | undefined =>
  (inputs.networkInterfaces as Interface[])[0]?.accessConfigs?.[0];

/** A static address that was reserved before, else one of the moment, else none. */
export async function externalAddress(inputs: Properties, id: string, region: string, { cloud }: Context) {
  const config = accessConfigOf(inputs);
  if (!config) return undefined;
  const { natIp } = config as { natIp?: string };
  if (natIp === undefined || natIp === "") return claimAddress(cloud, id);
  const field = "resource.networkInterfaces[0].accessConfigs[0].natIP";
  const reserved = cloud.all(addresses).find(({ address }) => address === natIp);
  if (!reserved?.id.includes(`/regions/${region}/`))
    throw invalid(field, natIp, `The specified external IP address '${natIp}' was not found in region '${region}'`);
  if (cloud.all(instances).some((other) => other.id !== id && other.natIp === natIp))
    throw badRequest(`External IP address: ${natIp} is already in-use`);
  return natIp;
}

export async function changedAddress(
  before: Instance,
  inputs: Properties,
  context: Context,
): Promise<string | undefined> {
  const wanted = accessConfigOf(inputs) as { natIp?: string } | undefined;
  const isStatic = context.cloud.all(addresses).some(({ address }) => address === before.natIp);
  if (wanted && before.natIp !== undefined && (wanted.natIp ?? before.natIp) === before.natIp) return before.natIp;
  if (before.natIp !== undefined && !isStatic) releaseAddress(context.cloud, before.natIp);
  const [, , , zone = ""] = before.id.split("/");
  return externalAddress(inputs, before.id, regionOf(zone), context);
}

export function internalAddress(inputs: Properties, { cloud }: Context): string {
  const given = (inputs.networkInterfaces as Interface[])[0]?.networkIp;
  if (typeof given === "string") return given;
  const taken = cloud.all(instances).map(({ networkIp }) => networkIp);
  for (let last = 2; ; last++) if (!taken.includes(`10.128.0.${last}`)) return `10.128.0.${last}`;
}
