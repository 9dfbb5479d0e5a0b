// SPDX-License-Identifier: Apache-2.0
import { bakeWords } from "../../../tools/progress/bake-words";

test.each([
  ["ephemeral-20261127t004306z-0a1b2c3d: makes an image, target local; it takes some minutes", undefined],
  ["image-machine creating", "making the machine"],
  ["image-machine created (12s)", undefined],
  ["image-health-check creating", "booting"],
  [
    "image-health-check creating (45s): installing Docker: packages (limit 600 s)",
    "installing Docker: packages (limit 600 s)",
  ],
  ["seal: empties logs and caches", "sealing: empties logs and caches"],
  ["image-machine deleting", "removing the machine"],
  ["waiting for process 7, which makes the same image", "waiting for process 7, which makes the same image"],
])("%j is for people: %j", (line, words) => {
  expect(bakeWords(line)).toBe(words);
});
