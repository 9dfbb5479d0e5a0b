// SPDX-License-Identifier: Apache-2.0
// What the members of a swarm send to one another: https://docs.docker.com/engine/swarm/swarm-tutorial/#open-protocols-and-ports-between-the-hosts
import type * as pulumi from "@pulumi/pulumi";

/** Something that a firewall between members has to let through. */
export interface Traffic {
  /** For names of resources. */
  name: string;
  /** For people. */
  description: string;
  /** `esp` has no ports. */
  protocol: "tcp" | "udp" | "esp";
  port?: pulumi.Input<number>;
}

/** What goes between members. The last is there only where networks are encrypted. */
export function memberTraffic(args: {
  dataPathPort?: pulumi.Input<number>;
  encryptedOverlays?: boolean | undefined;
}): Traffic[] {
  const { dataPathPort = swarmNetworkDefaults.dataPathPort, encryptedOverlays = false } = args;
  return [
    { name: "management", description: "Swarm management", protocol: "tcp", port: 2377 },
    { name: "gossip-tcp", description: "Swarm gossip", protocol: "tcp", port: 7946 },
    { name: "gossip-udp", description: "Swarm gossip", protocol: "udp", port: 7946 },
    { name: "overlay", description: "Overlay networks", protocol: "udp", port: dataPathPort },
    ...(encryptedOverlays
      ? [{ name: "encryption", description: "Encrypted overlay networks", protocol: "esp" } as const]
      : []),
  ];
}

export const swarmNetworkDefaults = { encryptedOverlays: false, dataPathPort: 4789 } as const;
