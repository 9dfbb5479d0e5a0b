// SPDX-License-Identifier: Apache-2.0
// Every daemon counts the ports that it chooses itself from the same number. Of two hosts, or of a host and the Docker of
// this computer, both would want the same ones here. So each throw-away host counts from a number of its own.
import { once } from "node:events";
import { createServer } from "node:net";

/** What Linux has. */
const [lowest, highest] = [32_768, 60_999];
/** Between the numbers of two hosts. */
const distance = 400;

/** The kernel parameter of which a host's daemon takes its ports. It is this process's own for as long as that runs. */
export async function ownPortRange(): Promise<Record<string, string>> {
  const count = Math.floor((highest - lowest) / distance) - 10; // ports enough are left above the last one
  const first = Math.floor(Math.random() * count);
  for (let i = 0; i < count; i++) {
    const port = lowest + distance * (1 + ((first + i) % count));
    if (await isOurs(port)) return { "net.ipv4.ip_local_port_range": `${port + 2} ${highest}` };
  }
  return {};
}

/** Whoever listens on the port has the range behind it. */
async function isOurs(port: number): Promise<boolean> {
  try {
    await once(createServer().listen(port, "127.0.0.1").unref(), "listening");
    return true;
  } catch {
    return false;
  }
}
