// SPDX-License-Identifier: Apache-2.0
// The stand-in in this process, with an empty cloud and no machines. Whoever imports it mocks machine, loopback and monitor.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import { CloudUnderTest } from "../cloud/under-test";
import { gce } from "./cloud";

export const types = {
  instance: "gcp:compute/instance:Instance",
  firewall: "gcp:compute/firewall:Firewall",
  address: "gcp:compute/address:Address",
  disk: "gcp:compute/disk:Disk",
  attachedDisk: "gcp:compute/attachedDisk:AttachedDisk",
  image: "gcp:compute/image:Image",
  instanceTemplate: "gcp:compute/instanceTemplate:InstanceTemplate",
};
export const zone = "europe-west1-b";
export const project = "my-project";

export async function emptyCloud(): Promise<{ gcp: CloudUnderTest; folder: string; remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), "gce-"));
  process.env.PULUMI_LAB_CLOUD = folder;
  const gcp = new CloudUnderTest(gce);
  await gcp.configure({ project, zone });
  return { gcp, folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A network `hosts` that somebody has made: unlike `default`, it has no rules of its own. Gives its network interface. */
export function makeNetwork(folder: string): Properties {
  const hosts = { name: "hosts", subnetworks: [{ name: "hosts", range: "10.0.0.0/20" }] };
  writeFileSync(join(folder, "networks.json"), JSON.stringify([hosts]));
  return { network: "hosts", accessConfigs: [{}] };
}

/** An instance that is accepted as it is. */
export function anInstance(changes: Properties = {}): Properties {
  return given({
    name: "web",
    machineType: "e2-medium",
    bootDisk: { initializeParams: { image: "rocky-linux-cloud/rocky-linux-9-optimized-gcp", size: 20 } },
    networkInterfaces: [{ network: "default", accessConfigs: [{}] }],
    metadata: { "enable-guest-attributes": "TRUE" },
    tags: ["ssh"],
    ...changes,
  });
}

export function aFirewall(changes: Properties = {}): Properties {
  return given({
    name: "ssh",
    network: "default",
    allows: [{ protocol: "tcp", ports: ["22"] }],
    sourceRanges: ["127.0.0.1/32"],
    targetTags: ["ssh"],
    ...changes,
  });
}

/** Without what a test has taken out. */
const given = (values: Properties): Properties =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
