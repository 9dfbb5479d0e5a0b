// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { type Shown, showPage } from "../../tools/testing/browser";
import { root } from "../../tools/shared/places";

const pictures = join(root, "coverage", "health-page");

/** Opens a page in headless Chromium, and keeps a picture of it under coverage/. */
export function openPage(page: string, width: number, name: string, dark = false): Shown {
  mkdirSync(pictures, { recursive: true });
  return showPage(page, width, join(pictures, `${name}.png`), { dark });
}

/** Whether a file is a PNG picture, and how large. */
export function pictureSize(name: string): { width: number; height: number } {
  const bytes = readFileSync(join(pictures, `${name}.png`));
  if (bytes.toString("latin1", 1, 4) !== "PNG") throw new Error(`${name}.png is no picture`);
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}
