// SPDX-License-Identifier: Apache-2.0
// Stands in for dockerd: it lists containers, starts and stops them, and tells those who follow its events.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

import type { Container } from "../../../../components/ephemeral/docker/api";

export interface Daemon {
  http: Server;
  /** Those that a client may name. */
  known: Container[];
  /** One that somebody else starts. */
  start: (container: Container) => void;
  end: (container: Container) => void;
  isRunning: (container: Container) => boolean;
  /** How many follow its events. */
  followers: () => number;
}

export function daemon(): Daemon {
  const [running, followers] = [new Set<Container>(), new Set<ServerResponse>()];
  const tell = (status: string) => {
    for (const follower of followers) follower.write(`${JSON.stringify({ Type: "container", status })}\n`);
  };
  const self: Daemon = {
    http: createServer(answer).on("upgrade", attach),
    known: [],
    start: (container) => {
      running.add(container);
      tell("start");
    },
    end: (container) => {
      running.delete(container);
      tell("die");
    },
    isRunning: (container) => running.has(container),
    followers: () => followers.size,
  };
  return self;

  function answer({ method = "", url = "" }: IncomingMessage, response: ServerResponse): void {
    const [, id, action] = /\/containers\/(\w+)\/(start|stop)\b/.exec(url) ?? [];
    const container = self.known.find(
      ({ Id, Names }) => id !== undefined && (Id.startsWith(id) || Names[0] === `/${id}`),
    );
    if (method === "POST" && container) {
      self[action === "start" ? "start" : "end"](container);
      response.writeHead(204).end();
    } else if (url === "/containers/json") response.end(JSON.stringify([...running]));
    else if (url.startsWith("/events?")) {
      followers.add(response.on("close", () => followers.delete(response)));
      response.writeHead(200).flushHeaders();
    } else if (url === "/_ping") response.end("OK");
    else response.writeHead(404).end(JSON.stringify({ message: `no ${method} ${url}` }));
  }
}

/** As `docker attach`: the connection is the container's, and says back what it heard when the client has said all. */
function attach(_request: IncomingMessage, stream: Duplex): void {
  stream.write("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
  const parts: Buffer[] = [];
  stream
    .on("error", () => {})
    .on("data", (part: Buffer) => parts.push(part))
    .on("end", () => stream.end(Buffer.concat(parts)));
}
