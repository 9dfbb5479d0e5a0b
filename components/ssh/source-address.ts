// SPDX-License-Identifier: Apache-2.0
import { createSocket } from "node:dgram";

/** The address of this computer from which packets go to an IPv4 address. Nothing is sent. */
export function sourceAddress(host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    socket.once("error", () => {
      socket.close();
      resolve(undefined);
    });
    socket.connect(22, host, () => {
      const { address } = socket.address();
      socket.close();
      resolve(address);
    });
  });
}
