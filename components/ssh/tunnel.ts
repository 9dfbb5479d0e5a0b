// SPDX-License-Identifier: Apache-2.0
import { setMaxListeners } from "node:events";
import type { Duplex } from "node:stream";

import type { Client, ClientChannel } from "ssh2";

import { type Connection, type Steps, steps as usual } from "./connection";
import { dial, type Session } from "./dial";
import { noStream, streamFailure } from "./no-stream";
import { within } from "./within";

type Opened = (error: Error | undefined, channel: ClientChannel) => void;

/**
 * Streams to what listens on a host, all of them over one connection. One that has broken is opened again for the next
 * stream. sshd's MaxSessions does not count them.
 */
export class Tunnel {
  readonly #ending = new AbortController();
  #session: Promise<Session> | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly steps: Steps = usual,
  ) {
    setMaxListeners(0, this.#ending.signal); // each stream that opens has one
  }

  /** A stream to a Unix socket of the host. @throws SshFailure */
  toSocket(path: string): Promise<Duplex> {
    return this.#open(path, (client, opened) => client.openssh_forwardOutStreamLocal(path, opened));
  }

  /** A stream to a port that is open on the host, on this address. @throws SshFailure */
  toPort(address: string, port: number): Promise<Duplex> {
    return this.#open(`${address} port ${port}`, (client, opened) =>
      client.forwardOut("127.0.0.1", 0, address, port, opened),
    );
  }

  /** Ends all streams, and opens no more. */
  close(): void {
    this.#ending.abort();
    this.#session?.then(
      ({ close }) => close(),
      () => {},
    );
  }

  async #open(what: string, start: (client: Client, opened: Opened) => void): Promise<Duplex> {
    const { client } = await (this.#session ??= this.#dial());
    return within<Duplex>(this.steps.channel, this.#ending.signal, noStream(what), (done, fail) => {
      const opened: Opened = (error, channel) => (error ? fail(streamFailure(error, what)) : done(channel));
      try {
        start(client, opened);
      } catch {
        fail(noStream(what)()); // the connection has broken at this moment
      }
    });
  }

  #dial(): Promise<Session> {
    const dialled = dial(this.connection, this.#ending.signal, this.steps);
    const forget = () => {
      if (this.#session === dialled) this.#session = undefined;
    };
    dialled.then(({ client, close }) => {
      client.once("close", () => {
        forget();
        close();
      });
    }, forget);
    return dialled;
  }
}
