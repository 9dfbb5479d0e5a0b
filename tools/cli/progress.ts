// SPDX-License-Identifier: Apache-2.0
import { timed } from "./clock";
import { widthOf } from "./screen";

/** Says on stderr what is going on: on a terminal in one line with one clock, elsewhere in a line for each new thing. */
export class Progress {
  private readonly begin = performance.now();
  private readonly ticking: NodeJS.Timeout | undefined;
  private last = "";

  constructor(private readonly stream: NodeJS.WriteStream = process.stderr) {
    if (!stream.isTTY) return;
    this.ticking = setInterval(() => this.draw(), 1000);
    this.ticking.unref();
    process.on("exit", this.stop);
  }

  readonly tell = (line: string): void => {
    if (line === this.last) return;
    this.last = line;
    if (this.stream.isTTY) this.draw();
    else this.stream.write(`${line}\n`);
  };

  /** Removes the line, so that the result can take its place. */
  readonly stop = (): void => {
    if (!this.ticking) return;
    clearInterval(this.ticking);
    process.off("exit", this.stop);
    if (this.last !== "") this.stream.write("\r\x1b[K");
    this.last = "";
  };

  get seconds(): number {
    return (performance.now() - this.begin) / 1000;
  }

  private draw(): void {
    if (this.last === "") return;
    const text = timed(this.last, this.seconds);
    // A line that fills the terminal would become two, of which only one is drawn anew.
    const room = Math.max(widthOf(this.stream) - 1, 20);
    this.stream.write(`\r\x1b[K${text.length <= room ? text : `${text.slice(0, room - 1)}…`}`);
  }
}
