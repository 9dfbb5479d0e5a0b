// SPDX-License-Identifier: Apache-2.0
// The AMIs that there are. Of those that were made here the own disk boots, of all others the laboratory's one image.
import type { CloudFolder } from "../cloud/folder";
import { account, fixedId, ownImages, type Tags } from "./records";

export interface Ami {
  id: string;
  name: string;
  ownerId: string;
  architecture: string;
  creationDate: string;
  state: string;
  rootDeviceType: string;
  virtualizationType: string;
  public: boolean;
  tags: Tags;
  /** Of one that was made here. */
  snapshotId?: string;
  description?: string;
  deprecationTime?: string;
}

/** What a test may put into `catalogue.json` in the cloud's folder. */
export interface Catalogue {
  images?: Partial<Ami>[];
  /** Public keys by the name of their key pair. */
  keyPairs?: Record<string, string>;
  instanceProfiles?: string[];
}

export const rockyOwner = "792107900819";

const builtIn: Partial<Ami>[] = [
  ["9.4", "20240509", "2024-05-10T08:11:05.000Z"],
  ["9.5", "20241118", "2024-11-19T09:27:41.000Z"],
].flatMap(([release = "", day = "", creationDate = ""]) =>
  ["x86_64", "aarch64"].flatMap((arch) => [
    { name: `Rocky-9-EC2-Base-${release}-${day}.0.${arch}`, creationDate },
    { name: `Rocky-9-EC2-LVM-${release}-${day}.0.${arch}`, creationDate },
  ]),
);

/** What a look-up by name alone would take, because it is newer: the reason to name the owner. */
const impostors: Partial<Ami>[] = [
  {
    name: "Rocky-9-EC2-Base-9.5-20241118.0.x86_64",
    ownerId: "679593333241",
    creationDate: "2025-01-07T10:00:00.000Z",
  },
  { name: "Rocky-9-EC2-Base-9.9-20991231.0.x86_64", ownerId: "210987654321", creationDate: "2025-02-03T10:00:00.000Z" },
];

export function catalogue(cloud: CloudFolder): Catalogue {
  return (cloud.json("catalogue.json") as Catalogue | undefined) ?? {};
}

export function images(cloud: CloudFolder, region: string): Ami[] {
  const own = cloud.all(ownImages).filter((image) => image.region === region);
  const foreign = [...builtIn, ...impostors, ...(catalogue(cloud).images ?? [])].map((given) => {
    const { name = "unnamed", ownerId = rockyOwner } = given;
    return {
      id: amiId(region, name, ownerId),
      name,
      ownerId,
      architecture: /aarch64|arm64/.test(name) ? "arm64" : "x86_64",
      creationDate: "2024-01-01T00:00:00.000Z",
      state: "available",
      rootDeviceType: "ebs",
      virtualizationType: "hvm",
      public: true,
      tags: {},
      ...given,
    };
  });
  const kind = { ownerId: account, rootDeviceType: "ebs", virtualizationType: "hvm", public: false };
  return [...foreign, ...own.map((image): Ami => ({ ...kind, ...image }))];
}

/** One image has another id in each region. */
export const amiId = (region: string, name: string, ownerId = rockyOwner): string =>
  fixedId("ami", region, ownerId, name);
