// SPDX-License-Identifier: Apache-2.0
import type { CloudFolder } from "../cloud/folder";
import { notFound } from "./answers";
import { lastOf, resolve } from "./names";

export interface Network {
  name: string;
  /** One in each region where `region` is left out. */
  subnetworks: { name: string; region?: string; range: string }[];
}

/** A test that wants others writes them to `networks.json` in the cloud's folder. Unlike Google's, they let nobody in. */
const usual: Network[] = [{ name: "default", subnetworks: [{ name: "default", range: "10.128.0.0/20" }] }];

export const networks = (cloud: CloudFolder): Network[] =>
  (cloud.json("networks.json") as Network[] | undefined) ?? usual;

export function findNetwork(cloud: CloudFolder, link: string, project: string): { id: string; network: Network } {
  const id = resolve(link, { project, scope: "global", collection: "networks" });
  const network = networks(cloud).find(({ name }) => name === lastOf(id));
  if (!network) throw notFound(id);
  return { id, network };
}

export function findSubnetwork(cloud: CloudFolder, link: string, project: string, region: string) {
  const id = resolve(link, { project, scope: `regions/${region}`, collection: "subnetworks" });
  const [, place = ""] = /\/regions\/([^/]+)\//.exec(id) ?? [];
  for (const network of networks(cloud)) {
    const found = network.subnetworks.find(
      (subnetwork) => subnetwork.name === lastOf(id) && (subnetwork.region ?? place) === place,
    );
    if (found && place === region) return { id, network, range: found.range };
  }
  throw notFound(id);
}
