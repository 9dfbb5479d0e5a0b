// SPDX-License-Identifier: Apache-2.0
// A server on this computer that plays the site of whoever publishes an image. It has what goes wrong with such sites.
import { once } from "node:events";
import { createReadStream, statSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export class ImageSite {
  /** Where in the image the answers began that people got. */
  readonly begins: number[] = [];
  private broken = true;
  private readonly server = createServer((request, response) => this.answer(request, response));

  constructor(private readonly image: string) {}

  async open(): Promise<void> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
  }

  /** The image was at `/old/`, is at `/new/`, and `/changed/` has something else; there is nothing at any other path. */
  address(place: string): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/${place}/laboratory.qcow2`;
  }

  /** Until then the first answer breaks off in the middle, and no other comes. */
  mend(): void {
    this.broken = false;
  }

  private answer({ url = "", headers }: IncomingMessage, response: ServerResponse): void {
    if (url.startsWith("/old/")) response.writeHead(302, { location: this.address("new") }).end();
    else if (url.startsWith("/changed/")) response.end("another image");
    else if (url.startsWith("/new/")) this.send(Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0), response);
    else response.writeHead(404).end();
  }

  private send(begin: number, response: ServerResponse): void {
    if (this.broken && begin > 0) {
      response.destroy();
      return;
    }
    this.begins.push(begin);
    const { size } = statSync(this.image);
    response.writeHead(begin > 0 ? 206 : 200, { "content-length": size - begin });
    const part = createReadStream(this.image, { start: begin, ...(this.broken && { end: Math.floor(size / 3) }) });
    part.pipe(response, { end: false }).once("error", () => part.destroy());
    // An answer that is shorter than it has said it would be.
    part.once("end", () => (this.broken ? response.destroy() : response.end()));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }
}
