// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import execa from "execa";

/** What a page came to in a browser. */
export interface Shown {
  /** Of the document, when everything is laid out. */
  width: number;
  height: number;
  rows: number;
  bars: number;
  /** What the browser said of errors. */
  complaints: string[];
}

/**
 * Opens a page in headless Chromium, in a frame of the given width (a window cannot be as narrow as a phone), and makes a
 * picture of it, of its upper part where it is taller than that.
 */
export function showPage(page: string, width: number, picture: string, { dark = false, tallest = 6000 } = {}): Shown {
  const folder = mkdtempSync(join(tmpdir(), "browser-"));
  try {
    const frame = join(folder, "frame.html");
    writeFileSync(frame, frameAround(page, width));
    const run = (...args: string[]) => chromium(join(folder, "profile"), dark, ...args, pathToFileURL(frame).href);
    const { stdout, stderr } = run("--dump-dom", "--virtual-time-budget=2000");
    const seen = JSON.parse(/<title>(\{.*?\})<\/title>/.exec(stdout)?.[1] ?? "null") as Omit<
      Shown,
      "complaints"
    > | null;
    if (!seen) throw new Error(`chromium did not show the page: ${stderr}`);
    run(`--window-size=${width},${Math.min(seen.height, tallest)}`, `--screenshot=${picture}`);
    return { ...seen, complaints: stderr.split("\n").filter((line) => /CONSOLE|net_error|ERR_/.test(line)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function frameAround(page: string, width: number): string {
  const attribute = page.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const measure = `const d = document.querySelector("iframe").contentDocument; const count = (s) => d.querySelectorAll(s).length;
const { scrollWidth: width, scrollHeight: height } = d.documentElement;
document.querySelector("iframe").style.height = height + "px";
document.title = JSON.stringify({ width, height, rows: count("tbody tr"), bars: count("li i") });`;
  return `<!doctype html><title></title><style>body{margin:0}iframe{border:0;display:block;width:${width}px;height:100vh}</style>
<iframe srcdoc="${attribute}" onload='${measure}'></iframe>`;
}

function chromium(profile: string, dark: boolean, ...args: string[]) {
  const quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
  const more = ["--disable-component-update", "--disable-sync", "--hide-scrollbars", `--user-data-dir=${profile}`];
  const theme = dark ? ["--blink-settings=preferredColorScheme=0"] : [];
  const all = ["--headless", "--no-sandbox", ...quiet, ...more, ...theme, ...args];
  return execa.sync("chromium", all, { timeout: 120_000, reject: false });
}
