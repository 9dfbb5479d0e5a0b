// SPDX-License-Identifier: Apache-2.0
// What can stand behind a port that is not a host that works.
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

import type { Connection } from "../../../components/ssh/connection";
import type { SshServer } from "../../tools/stand-ins/command-provider/ssh-server";

const open: { close: () => void }[] = [];

/** A port behind which each connection is treated so. */
export async function port(treat: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => {}));
    treat(socket);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  open.push({
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  });
  return (server.address() as AddressInfo).port;
}

/** A port of which it is known that nobody listens on it. */
export async function closedPort(): Promise<number> {
  const number = await port(() => {});
  open.pop()?.close();
  return number;
}

/** Closes what `port` has opened. */
export function closePorts(): void {
  for (const server of open.splice(0)) server.close();
}

/** The way to a server that works. */
export function wayTo({ port: number, key, hostKey }: SshServer, other: Partial<Connection> = {}): Connection {
  return { host: "127.0.0.1", port: number, user: "rocky", privateKey: key.private, hostKey, ...other };
}
