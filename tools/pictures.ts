// SPDX-License-Identifier: Apache-2.0
// `npm run pictures -- FILE`: makes the pictures of docs/ from a real run. FILE holds what that `npm start` wrote; the page of
// its health report lies in .pulumi-local/ until `npm stop`.
import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

import { Command } from "commander";

import { WrongUse } from "./cli/exit-status";
import { runSteps } from "./progress/steps";
import { command } from "./shared/command";
import { local, root } from "./shared/places";
import { readOptions } from "./shared/read-options";
import { showPage } from "./testing/browser";
import { browser } from "./testing/machines";

const pictures = join(root, "docs", "pictures");
const report = join(local, "health.html");
const script = new Command("npm run pictures --")
  .description("Makes the pictures of docs/ from a real run.")
  .argument("<file>", "what `npm start` wrote: npm start > FILE")
  .addHelpText("after", "\nExample:\n  npm start > /tmp/start.txt && npm run pictures -- /tmp/start.txt && npm stop");

async function makePictures(args: string[]): Promise<void> {
  if (!readOptions(script, args)) return;
  const [file = ""] = script.args;
  for (const source of [file, report])
    if (!existsSync(source)) throw new WrongUse(`${source} does not exist; run \`npm start > ${file}\` first`);
  await runSteps([browser]);
  mkdirSync(pictures, { recursive: true });
  const made = {
    "start.png": (picture: string) => showPage(terminal(readFileSync(file, "utf8")), 860, picture, { tallest: 1200 }),
    "report.png": (picture: string) => showPage(readFileSync(report, "utf8"), 960, picture, { tallest: 1000 }),
  };
  for (const [name, make] of Object.entries(made)) {
    const picture = join(pictures, name);
    make(picture);
    console.log(`${relative(root, picture)}: ${Math.round(statSync(picture).size / 1024)} KiB`);
  }
}

/** What stood on a terminal, as a page. npm's own lines say the command, which stands here as it was typed. */
function terminal(text: string): string {
  // What a step is at is drawn over on a terminal.
  const lines = text.split("\n").filter((line) => !/^([›❯] |> )/.test(line));
  const shown = `$ npm start\n${lines.join("\n").trim()}`.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const coloured = shown.replace(/^(✔.*)$/gm, "<b>$1</b>");
  return `<!doctype html><meta charset="utf-8"><style>
html { background: #1e2127 } pre { margin: 24px; color: #d7dae0; font: 14px/1.5 "DejaVu Sans Mono", monospace }
pre { white-space: pre-wrap } b { color: #98c379; font-weight: normal }
</style><pre>${coloured}</pre>`;
}

command(makePictures);
