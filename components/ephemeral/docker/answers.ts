// SPDX-License-Identifier: Apache-2.0
import type { Socket } from "node:net";
import { Transform, type TransformCallback } from "node:stream";

import { dockerError } from "./docker-error";
import { name, type PublishedPorts } from "./published-ports";

const start = /^POST (?:\/v[\d.]+)?\/containers\/([^/ ?]+)\/(?:re)?start[ ?]/;

/**
 * What a client hears of the daemon. That a container has started it hears when the container's ports are open on this
 * computer, so that nobody has to wait for them. Where such a port is in use here, starting fails, as it does where the
 * daemon runs on this computer: or the client would talk to something else on that port.
 */
export class Answers extends Transform {
  #starting: string | undefined;

  constructor(
    client: Socket,
    private readonly ports: Pick<PublishedPorts, "look" | "end">,
  ) {
    super();
    // A request begins with a packet of its own, as each waits for the answer to the one before.
    client.on("data", (part: Buffer) => {
      const [, container] = start.exec(part.toString("latin1", 0, 400)) ?? [];
      if (container !== undefined) this.#starting = container;
    });
  }

  override _transform(answer: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const container = this.#starting;
    this.#starting = undefined;
    if (container === undefined || !answer.subarray(0, 13).equals(isDone)) done(null, answer);
    else void this.#afterStart(container).then((problem) => done(null, problem ?? answer));
  }

  async #afterStart(started: string): Promise<string | undefined> {
    // Where that fails, the connection has broken, which the client sees by itself.
    const taken = await this.ports.look().catch(() => []);
    const its = taken.find(({ container }) => container.Id.startsWith(started) || name(container) === started);
    if (!its) return undefined;
    // What has not started does not run. `docker run --rm` waits for its end.
    await this.ports.end(its.container).catch(() => {});
    return dockerError(500, inUse(its.port));
  }
}

const isDone = Buffer.from("HTTP/1.1 204 ");

const inUse = (port: number) =>
  `port ${port} is in use on this computer, where the container's port is to be reached; ` +
  "end what listens on it, publish another port, or give docker host.dockerHost, with which no port is opened here";
