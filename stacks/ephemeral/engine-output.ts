// SPDX-License-Identifier: Apache-2.0

/** A line of the engine's progress without the type of the resource: `web-health-check creating`. */
export function shortLine(line: string): string {
  return line.replace(/^[\s+~<>-]*[\w-]+:[\w/]+:\w+ /, "").replace(/ \[diff: .*?\];?/, "");
}

/** Why a command of the CLI failed, which the Automation API says twice, with the command line and all output. */
export function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const said = new Set([...message.matchAll(/^error: (.*(?:\n {2}.*)*)/gm)].map(([, text = ""]) => text));
  return said.size > 0 ? [...said].join("\n") : message;
}

/** What went wrong, without the progress before it and without what is known and expected. */
export function diagnostics(output: string): string {
  const begin = output.indexOf("\nDiagnostics:\n");
  const [text = ""] = output.slice(begin < 0 ? 0 : begin + 1).split(/\n(?:Outputs|Resources):\n/);
  const expected = /^\s*(warning: using \S+ from \$PATH at .*|error: update failed)$/;
  return text
    .split("\n")
    .filter((line) => !expected.test(line))
    .join("\n")
    .trim();
}
