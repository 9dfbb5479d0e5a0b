// SPDX-License-Identifier: Apache-2.0
// What we ask the daemon of a host.
import { type IncomingMessage, request } from "node:http";
import { json } from "node:stream/consumers";

import type { Tunnel } from "../../ssh/tunnel";

/** Where the daemon listens on the host. */
export const dockerSocket = "/var/run/docker.sock";

/** A running container, as the daemon lists it. */
export interface Container {
  Id: string;
  Names: string[];
  Ports: { IP?: string; PublicPort?: number; Type: string }[];
}

export async function containers(tunnel: Tunnel, signal: AbortSignal): Promise<Container[]> {
  return (await json(await get(tunnel, "/containers/json", signal))) as Container[];
}

/** A stream that says something whenever a container has started or ended. */
export function events(tunnel: Tunnel): Promise<IncomingMessage> {
  const filters = JSON.stringify({ type: ["container"], event: ["start", "die"] });
  return get(tunnel, `/events?filters=${encodeURIComponent(filters)}`);
}

/** Ends a container at once, and comes back when it has ended. */
export async function end(tunnel: Tunnel, { Id: id }: Container, signal: AbortSignal): Promise<void> {
  (await ask(tunnel, "POST", `/containers/${id}/stop?t=0`, signal)).resume();
}

const get = (tunnel: Tunnel, path: string, signal?: AbortSignal) => ask(tunnel, "GET", path, signal);

async function ask(tunnel: Tunnel, method: string, path: string, signal?: AbortSignal): Promise<IncomingMessage> {
  const stream = await tunnel.toSocket(dockerSocket);
  return new Promise((resolve, reject) => {
    request({ method, path, createConnection: () => stream, headers: { host: "docker" }, ...(signal && { signal }) })
      .on("response", resolve)
      .on("error", reject)
      .end();
  });
}
