// SPDX-License-Identifier: Apache-2.0
import { once } from "node:events";
import { createServer } from "node:net";

import { freePort } from "../../../components/ephemeral/free-port";

const numbers: number[] = [];
jest.mock("node:crypto", () => ({
  ...jest.requireActual<object>("node:crypto"),
  randomInt: (from: number, to: number) =>
    numbers.shift() ??
    jest.requireActual<{ randomInt: (...range: number[]) => number }>("node:crypto").randomInt(from, to),
}));

test("is none that a system gives to whoever asks for any, and can be listened on", async () => {
  for (let i = 0; i < 50; i++) {
    const port = await freePort();
    expect(port).toBeGreaterThanOrEqual(16_384);
    expect(port).toBeLessThan(32_768);
    const server = createServer().listen(port, "127.0.0.1");
    await once(server, "listening");
    server.close();
  }
});

test("is another one where somebody listens; where that is so everywhere, says so", async () => {
  const taken = await freePort();
  const server = createServer().listen(taken, "127.0.0.1");
  await once(server, "listening");
  numbers.push(taken, taken);
  expect(await freePort()).not.toBe(taken);
  numbers.push(...Array.from({ length: 100 }, () => taken));
  await expect(freePort()).rejects.toThrow("of 100 ports from 16384 to 32767 of 127.0.0.1, programs listen on each");
  server.close();
});
