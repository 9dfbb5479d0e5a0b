// SPDX-License-Identifier: Apache-2.0
import { connect, type NetConnectOpts } from "node:net";

import type { Connection, ServerChannel } from "ssh2";

/**
 * As sshd does it: a channel is only opened where the connection behind it is, and the end of what one side says is no end
 * for the other side.
 */
export function tunnel(client: Connection, accept: () => ServerChannel, reject: () => void, to: NetConnectOpts): void {
  const socket = connect({ ...to, allowHalfOpen: true });
  const end = () => socket.destroy();
  client.on("close", end);
  socket.on("close", () => client.off("close", end));
  socket.once("error", reject).once("connect", () => {
    const channel = accept();
    socket.off("error", reject).on("error", () => {});
    socket.pipe(channel, { end: false });
    channel.pipe(socket);
    // `end` would close the channel in both directions.
    socket.on("end", () => channel.write("", () => channel.eof())).on("close", () => channel.close());
    channel.on("error", () => {}).on("close", end);
  });
}
