// SPDX-License-Identifier: Apache-2.0
import { shortLine } from "../../components/ephemeral/engine-output";

/** `docker-host-health-check creating (45s) installing Docker: packages`, with or without what follows the name. */
const row =
  /^\S+?-(?<part>machine|check|restart|recheck) (?<doing>[a-z]+ing)(?: replacement| original)?(?: \([\d.]+s\))?(?: (?<text>.+))?$/;

const machineWords: Record<string, string> = {
  creating: "making the machine",
  replacing: "making the machine",
  updating: "starting the machine",
  deleting: "removing the machine",
};

/** What a line of the engine's progress says to a person, without its clock; undefined where that is nothing. */
export function plainWords(line: string): string | undefined {
  const { part = "", doing = "", text } = row.exec(shortLine(line).trim())?.groups ?? {};
  if (part === "machine") return machineWords[doing];
  if (part === "" || doing === "deleting") return undefined;
  // Where the console is, whoever calls has said already.
  return text?.replace(/; its console: .*/, "") ?? "booting";
}

/** What stays the same while its details change, such as what a download has got so far: what its clock is for. */
export function phase(words: string): string {
  return words
    .replace(/ \(limit \d+ s\)$/, "")
    .replace(/[^a-z: ]+/gi, " ")
    .replace(/:.*/, "")
    .trim();
}
