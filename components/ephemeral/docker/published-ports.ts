// SPDX-License-Identifier: Apache-2.0
import { once } from "node:events";
import { createServer, type Server } from "node:net";

import { steps } from "../../ssh/connection";
import type { Tunnel } from "../../ssh/tunnel";
import { type Container, containers, end, events } from "./api";
import { join } from "./join";

/** Where the ports that containers publish are reached on this computer. */
export const localAddress = "127.0.0.1";

/** A port that this computer cannot open, because something here already listens on it. */
export interface TakenPort {
  port: number;
  container: Container;
}

/** Opens on this computer each port that a running container of the host publishes, and closes it when that ends. */
export class PublishedPorts {
  readonly #open = new Map<number, Server>();
  #published: Published = new Map();
  readonly #said = new Set<string>();
  #watching: Promise<void> | undefined;
  #looked: Promise<unknown> = Promise.resolve();
  #next: Promise<TakenPort[]> | undefined;
  #isClosed = false;

  constructor(
    private readonly tunnel: Tunnel,
    private readonly say: (line: string) => void,
  ) {}

  /** Resolves when the events of containers are followed, from now until the connection breaks. @throws SshFailure */
  watch(): Promise<void> {
    return (this.#watching ??= this.#follow().catch((error: unknown) => {
      this.#watching = undefined;
      throw error;
    }));
  }

  /** Resolves to what could not be opened of what is published now. Those who ask meanwhile share the next look. */
  look(): Promise<TakenPort[]> {
    return (this.#next ??= this.#looked.then(() => {
      this.#next = undefined;
      const looked = this.#look();
      this.#looked = looked.catch(() => {});
      return looked;
    }));
  }

  /** Ends a container, at once. */
  end(container: Container): Promise<void> {
    return end(this.tunnel, container, AbortSignal.timeout(steps.channel * 1000));
  }

  close(): void {
    this.#isClosed = true;
    for (const server of this.#open.values()) server.close();
    this.#open.clear();
  }

  async #follow(): Promise<void> {
    const stream = await events(this.tunnel);
    const look = () => void this.look().catch(() => {}); // with the connection, which the next client opens again
    stream.on("data", look).on("error", () => {});
    stream.on("close", () => (this.#watching = undefined));
    await this.look().catch((error: unknown) => {
      stream.destroy();
      throw error;
    });
  }

  async #look(): Promise<TakenPort[]> {
    const published = publishedPorts(await containers(this.tunnel, AbortSignal.timeout(steps.channel * 1000)));
    this.#published = published;
    for (const [port, server] of this.#open) {
      if (published.has(port)) continue;
      server.close();
      this.#open.delete(port);
    }
    const taken: TakenPort[] = [];
    for (const [port, { container }] of published) {
      if (this.#open.has(port) || this.#isClosed) continue;
      const code = await this.#listen(port);
      if (code === "EADDRINUSE") taken.push({ port, container });
      if (code !== undefined)
        this.#tell(`port ${port} of container ${name(container)} is not opened on this computer: ${code}`);
    }
    return taken;
  }

  /** Resolves to the error's code where the port cannot be opened. */
  async #listen(port: number): Promise<string | undefined> {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
      client.on("error", () => {});
      void this.watch().catch(() => {});
      this.tunnel.toPort(this.#published.get(port)?.address ?? localAddress, port).then(
        (stream) => join(client, stream),
        () => client.resetAndDestroy(),
      );
    });
    try {
      await once(server.listen(port, localAddress), "listening");
    } catch (error) {
      return (error as NodeJS.ErrnoException).code ?? String(error);
    }
    this.#open.set(port, server);
    if (this.#isClosed) this.close();
    return undefined;
  }

  /** A port that stays closed is said once, and not with each event. */
  #tell(line: string): void {
    if (!this.#said.has(line)) this.say(line);
    this.#said.add(line);
  }
}

/** Of each TCP port that is published on the host: where it is reached there, and whose it is. */
type Published = Map<number, { address: string; container: Container }>;

function publishedPorts(running: Container[]): Published {
  const ports: Published = new Map();
  for (const container of running) {
    for (const { IP = "", PublicPort: port, Type: type } of container.Ports) {
      if (type !== "tcp" || port === undefined) continue;
      const address = { "": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1" }[IP] ?? IP;
      // The same port is listed once for IPv4 and once for IPv6.
      if (!ports.has(port) || !address.includes(":")) ports.set(port, { address, container });
    }
  }
  return ports;
}

export function name({ Names: [first = ""], Id: id }: Container): string {
  return first.replace(/^\//, "") || id.slice(0, 12);
}
