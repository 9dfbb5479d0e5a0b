// SPDX-License-Identifier: Apache-2.0
// The state of the last release, `<version>.json`. It holds no path of the computer that has made it: placeholders stand
// for the two that a local machine's command has.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { root } from "../../tools/shared/places";

export interface Resource {
  urn: string;
  type: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  sourcePosition?: string;
  stackTrace?: unknown;
}

export interface State {
  deployment: { resources: Resource[] };
}

export const nameOf = ({ urn }: { urn: string }): string => urn.split("::").at(-1) ?? "";

/** The longer one first: Node may be one of the clone's packages. */
const placeholders = { "{{node}}": process.execPath, "{{clone}}": root };
const inJson = (path: string) => JSON.stringify(path).slice(1, -1);

/** A state as text, as it is on this computer. */
export function readFixture(): string {
  const [file, ...others] = files();
  if (file === undefined || others.length > 0) throw new Error(`one <version>.json was expected in ${__dirname}`);
  let text = readFileSync(join(__dirname, file), "utf8");
  for (const [placeholder, path] of Object.entries(placeholders)) text = text.replaceAll(placeholder, inJson(path));
  return text;
}

/** Takes the place of the one that was there. */
export function writeFixture(version: string, text: string): void {
  for (const file of files()) rmSync(join(__dirname, file));
  writeFileSync(join(__dirname, `${version}.json`), neutral(text));
}

/** A state without what is of one computer, and without what a check is told: most of the bytes, and new in each release. */
export function neutral(text: string): string {
  const state = JSON.parse(text) as State;
  for (const resource of state.deployment.resources) {
    delete resource.sourcePosition;
    delete resource.stackTrace;
    if (!/-(check|restart|recheck)$/.test(nameOf(resource))) continue;
    delete resource.inputs?.stdin;
    delete resource.outputs?.stdin;
  }
  let made = `${JSON.stringify(state, null, 1)}\n`;
  for (const [placeholder, path] of Object.entries(placeholders)) made = made.replaceAll(inJson(path), placeholder);
  return made;
}

const files = () => readdirSync(__dirname).filter((file) => file.endsWith(".json"));
