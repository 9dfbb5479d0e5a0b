// SPDX-License-Identifier: Apache-2.0
import type { Socket } from "node:net";
import type { Duplex, Transform } from "node:stream";

/**
 * Leads what a client of this computer says to a stream of the host, and back, until both sides have ended. Where one side
 * has said all that it has to say, the other one may go on: `docker attach` and `docker build` need that.
 */
export function join(client: Socket, host: Duplex, answers?: Transform): void {
  for (const stream of [client, host]) stream.on("error", () => {}); // its close is seen
  client.pipe(host);
  (answers ? host.pipe(answers) : host).pipe(client);
  client.on("close", () => {
    host.resume();
    host.destroy();
  });
  host.on("close", () => client.destroySoon());
  // It has gone while the stream was opened.
  if (client.destroyed) host.destroy();
}
