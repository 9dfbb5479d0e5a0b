// SPDX-License-Identifier: Apache-2.0
import { existsSync } from "node:fs";
import { extname, join, relative } from "node:path";

import { failureScreen } from "../../components/health/failure-screen";
import { reportPage } from "../../components/health/report-page";
import type { CheckOptions } from "./check-run";
import { type HostResult, jsonOf } from "./host-result";
import { junit } from "./junit";
import { probeTable } from "./probe-table";
import { prometheus } from "./prometheus";
import { answer, say, widthOf, wrapLines } from "./screen";
import { chosenStack, local, startStack } from "./stack-state";
import { verdict } from "./verdict";
import { writeWhole } from "./write-file";

/** Shows what was found, and writes the files that were asked for. @throws Error for those that cannot be written */
export function report(found: HostResult[], options: CheckOptions, isSsh: boolean): void {
  const results = distinct(found);
  const isOne = results.length === 1;
  if (options.json) {
    const documents = results.map(jsonOf);
    answer(JSON.stringify(isSsh ? documents[0] : documents));
    for (const result of results) if (result.failure) say(screen(result, widthOf(process.stderr)));
  } else {
    const width = widthOf(process.stdout);
    const texts = results.map((result) => forPeople(result, width, options.all, isOne));
    answer(texts.join(options.all ? "\n\n" : "\n"));
  }
  const failures: string[] = [];
  const write = (file: string, text: string, done = () => {}) => {
    try {
      writeWhole(file, text);
      done();
    } catch (error) {
      failures.push(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  if (options.junit !== undefined) write(options.junit, junit(results));
  if (options.prometheus !== undefined) write(options.prometheus, prometheus(results));
  for (const [file, result] of pages(results, options, isSsh)) {
    const page = reportPage({ ...result.report, host: result.host });
    write(file, page, () => say(`as a page: ${relative(process.cwd(), file)}`));
  }
  if (failures.length > 0) throw new Error(failures.join("\n"));
}

/** Gives each host a name of its own, which files of results need: a second `web` becomes `web-2`. */
function distinct(results: HostResult[]): HostResult[] {
  const taken = new Set<string>();
  return results.map((result) => {
    let host = result.host;
    for (let number = 2; taken.has(host); number++) host = `${result.host}-${number}`;
    taken.add(host);
    return { ...result, host };
  });
}

function forPeople(result: HostResult, width: number, all = false, isOne = true): string {
  const { host, report, failure, seconds, users, url } = result;
  const table = all && report.probes.length > 0 ? [probeTable(report, width), ""] : [];
  if (failure) return [...table, screen(result, width)].join("\n");
  const found = isOne ? verdict(report, seconds) : verdict(report, seconds).replace(/^✔ /, `✔ ${host}: `);
  const who = users.length > 0 ? ` for ${users.join(", ")}` : "";
  return [...table, wrapLines(`${found}\nDocker ${report.dockerVersion} works${who} at ${url}`, width)].join("\n");
}

const screen = ({ host, failure, look }: HostResult, width: number) =>
  failure ? failureScreen(host, failure, look, width) : "";

/** The pages to write, one for each host. In a clone, the host of `npm start` always gets one. */
function pages(results: HostResult[], options: CheckOptions, isSsh: boolean): [string, HostResult][] {
  const { html } = options;
  const asked = (host: string) => {
    if (html === undefined || results.length === 1) return html;
    const end = extname(html);
    return `${html.slice(0, html.length - end.length)}-${host}${end}`;
  };
  const isStart = !isSsh && chosenStack(options) === startStack && existsSync(local);
  return results.flatMap((result) =>
    [asked(result.host), isStart && result.report.probes.length > 0 ? join(local, "health.html") : undefined].flatMap(
      (file) => (file === undefined ? [] : [[file, result] as [string, HostResult]]),
    ),
  );
}
