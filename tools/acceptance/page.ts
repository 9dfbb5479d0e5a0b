// SPDX-License-Identifier: Apache-2.0
// What was seen: as data, and as a page for docs/cloud-tests.md. Neither names the account. Pure.
import type { CaseResult } from "./messages";
import type { CloudName, RunOrder } from "./order";

export interface Results {
  target: CloudName;
  /** Region or zone. */
  region: string;
  /** When it began, in ISO 8601. */
  began: string;
  /** Of this package, the CLI, the provider's plugin and Node. */
  versions: Record<string, string>;
  parts: RunOrder["parts"];
  cases: CaseResult[];
  seconds: number;
  /** It has ended before it was done. */
  interrupted?: boolean;
  /** What could not be removed at the end; absent where nothing is left. */
  left?: string;
}

export const hasPassed = ({ cases, left, interrupted = false }: Results): boolean =>
  !interrupted && cases.length > 0 && left === undefined && cases.every(({ failure }) => failure === undefined);

/** What a provider has said, without whose account it is: what is known of that, and the form of other accounts and people. */
export function withoutAccount(text: string, hidden: string[]): string {
  const known = hidden.filter((one) => one !== "").sort((one, other) => other.length - one.length);
  return known
    .reduce((left, one) => left.replaceAll(one, "..."), text)
    .replace(/\b\d{12}\b/g, "...")
    .replace(/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, "...");
}

/** The same of a case. */
export function withoutNames({ failure, facts, ...result }: CaseResult, hidden: string[]): CaseResult {
  const seen = Object.entries(facts).map(([fact, value]) => [fact, withoutAccount(value, hidden)]);
  const said = failure === undefined ? {} : { failure: withoutAccount(failure, hidden) };
  return { ...result, ...said, facts: Object.fromEntries(seen) as CaseResult["facts"] };
}

export function page(results: Results): string {
  const { target, region, began, versions, cases, seconds, left } = results;
  const rows = cases.map(({ part, name, seconds: took, failure, facts }) => [
    part,
    name,
    failure === undefined ? "passed" : "**failed**",
    minutes(took),
    Object.entries(facts)
      .map(([fact, value]) => `${fact}: ${value}`)
      .join("; "),
  ]);
  const table = [["part", "case", "result", "time", "seen"], ["---", "---", "---", "---", "---"], ...rows];
  const failures = cases.flatMap(({ part, name, failure }) =>
    failure === undefined ? [] : [`${part}, ${name}:\n\n\`\`\`text\n${failure}\n\`\`\``],
  );
  return [
    `## ${target}, ${region}, ${began.slice(0, 10)}: ${hasPassed(results) ? "all passed" : "not all passed"} in ${minutes(seconds)}`,
    Object.entries(versions)
      .map(([what, version]) => `${what} ${version}`)
      .join(", "),
    table.map((row) => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`).join("\n"),
    ...failures,
    ...(left === undefined ? [] : [`Still there:\n\n\`\`\`text\n${left}\n\`\`\``]),
    "",
  ].join("\n\n");
}

/** `3 min 05 s`. */
export const minutes = (seconds: number): string =>
  `${Math.floor(seconds / 60)} min ${String(Math.round(seconds) % 60).padStart(2, "0")} s`;
