// SPDX-License-Identifier: Apache-2.0
// "Public" addresses: all of 127/8 is this computer, so each machine gets one of its own, and its port 22.
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

import { sshPort } from "../../../tools/stand-ins/command-provider/ssh-port";
import type { CloudFolder, Kind } from "./folder";

const addresses: Kind<{ address: string; owner: string }> = { folder: "addresses" };

/** An address that nobody here has, on which port 22 can be opened. It is `owner`'s until it is released. */
export async function claimAddress(cloud: CloudFolder, owner: string): Promise<string> {
  for (let tries = 0; tries < 20; tries++) {
    const address = `127.${randomInt(64, 255)}.${randomInt(0, 256)}.${randomInt(1, 255)}`;
    if (cloud.find(addresses, address)) continue;
    cloud.save(addresses, address, { address, owner });
    if (sshPort !== undefined || (await isFree(address))) return address;
    releaseAddress(cloud, address);
  }
  throw new Error("no loopback address with a free port 22 was found in 20 tries; end what listens on 0.0.0.0:22");
}

export function releaseAddress(cloud: CloudFolder, address: string): void {
  cloud.remove(addresses, address);
}

async function isFree(address: string): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(22, address);
    await once(server, "listening");
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") return false;
    throw new Error(
      `the laboratory's clouds listen on port 22 of loopback addresses, which this system does not allow (${code ?? String(error)}); run as root, or: sysctl net.ipv4.ip_unprivileged_port_start=22`,
      { cause: error },
    );
  } finally {
    server.close();
  }
}
