// SPDX-License-Identifier: Apache-2.0
import { once } from "node:events";
import { createServer } from "node:net";

import type { Connection, Steps } from "../../ssh/connection";
import { SshFailure } from "../../ssh/failure";
import { Tunnel } from "../../ssh/tunnel";
import { Answers } from "./answers";
import { dockerSocket } from "./api";
import { dockerError } from "./docker-error";
import { join } from "./join";
import { PublishedPorts } from "./published-ports";

/** A host's Docker, as if it ran on this computer. */
export interface LocalDocker {
  /** Resolves when what is published is open here; a line says why where the host does not lead on. */
  ready: Promise<void>;
  close: () => void;
}

/**
 * Leads a Unix socket of this computer to the daemon of a host, and opens here the ports that its containers publish. All
 * of it goes over one SSH connection, so that the host needs no other open port.
 */
export async function localDocker(
  socket: string,
  connection: Connection,
  say: (line: string) => void,
  steps?: Steps,
): Promise<LocalDocker> {
  const tunnel = new Tunnel(connection, steps);
  const ports = new PublishedPorts(tunnel, say);
  const server = createServer({ allowHalfOpen: true }, (client) => {
    client.on("error", () => {});
    void ports.watch().catch(() => {});
    tunnel.toSocket(dockerSocket).then(
      (stream) => join(client, stream, new Answers(client, ports)),
      (error: unknown) => client.resume().end(dockerError(502, explained(error))),
    );
  });
  await once(server.listen(socket), "listening");
  return {
    ready: ports.watch().catch((error: unknown) => say(`docker's socket and ports: ${explained(error)}`)),
    close: () => {
      server.close();
      ports.close();
      tunnel.close();
    },
  };
}

function explained(error: unknown): string {
  return error instanceof SshFailure ? `${error.message}; ${error.hint}` : String(error);
}
