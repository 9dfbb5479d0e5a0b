// SPDX-License-Identifier: Apache-2.0
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import type { CloudFolder } from "../cloud/folder";
import { notFound } from "./answers";
import { lastOf, resolve } from "./names";

export interface Network {
  name: string;
  /** One in each region where `region` is left out. */
  subnetworks: { name: string; region?: string; range: string }[];
  /** Firewall rules that nobody here has made. */
  rules?: Properties[];
}

const world = ["0.0.0.0/0"];

/** What Google gives the network `default` of each project: https://cloud.google.com/firewall/docs/firewalls */
export const presetRules: Properties[] = [
  { protocol: "tcp", ports: ["0-65535"], sourceRanges: ["10.128.0.0/9"] },
  { protocol: "udp", ports: ["0-65535"], sourceRanges: ["10.128.0.0/9"] },
  { protocol: "icmp", sourceRanges: ["10.128.0.0/9"] },
  { protocol: "tcp", ports: ["22"], sourceRanges: world },
  { protocol: "tcp", ports: ["3389"], sourceRanges: world },
  { protocol: "icmp", sourceRanges: world },
].map(({ sourceRanges, ...allowed }) => ({ network: "default", priority: 65_534, allows: [allowed], sourceRanges }));

/** A test that wants others writes them to `networks.json` in the cloud's folder. */
const usual: Network[] = [
  { name: "default", subnetworks: [{ name: "default", range: "10.128.0.0/20" }], rules: presetRules },
];

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
