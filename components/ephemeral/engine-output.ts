// SPDX-License-Identifier: Apache-2.0

/** A line of the engine's progress without the type of the resource: `web-health-check creating`. */
export function shortLine(line: string): string {
  return line.replace(/^[\s+~<>-]*[\w-]+:[\w/]+:\w+ /, "").replace(/ \[diff: .*?\];?/, "");
}

/** Why a command of the CLI failed, without the command line and all output, which the Automation API adds. */
export function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const said = new Set([...message.matchAll(/^error: (.*(?:\n {2}.*)*)/gm)].map(([, text = ""]) => text));
  return said.size > 0 ? [...said].join("\n") : message;
}

/**
 * What went wrong. Where checks failed, the screens that they wrote for people; else the engine's diagnostics, without
 * the progress before them and without lines that are expected.
 */
export function diagnostics(output: string): string {
  const begin = output.indexOf("\nDiagnostics:\n");
  const [text = ""] = output.slice(begin < 0 ? 0 : begin + 1).split(/\n(?:Outputs|Resources):\n/);
  const screens = failureScreens(text);
  if (screens.length > 0) return screens.join("\n\n");
  const expected = /^\s*(warning: using \S+ from \$PATH at .*|error: update failed)$/;
  return text
    .split("\n")
    .filter((line) => !expected.test(line))
    .join("\n")
    .trim();
}

/** Whether a text is the screen of a failed check, which begins with this mark. */
export function isFailureScreen(text: string): boolean {
  return text.startsWith("✖ ");
}

/** The screens in the engine's output, each once and as it was before the engine indented it. */
function failureScreens(text: string): string[] {
  const lines = text.split("\n");
  const screens = lines.flatMap((line, begin) => {
    const indent = line.search(/\S/);
    if (indent < 0 || !isFailureScreen(line.slice(indent))) return [];
    const below = lines.slice(begin + 1);
    const end = below.findIndex((next) => next.trim() !== "" && next.search(/\S/) <= indent);
    const screen = [line, ...(end < 0 ? below : below.slice(0, end))];
    return [
      screen
        .map((one) => one.slice(indent))
        .join("\n")
        .trimEnd(),
    ];
  });
  return [...new Set(screens)];
}

/** Removes the commands for a look at the host from a screen, because the host is destroyed by now. */
export function withoutLook(screen: string): string {
  return isFailureScreen(screen) ? screen.replace(/^ {2}look: .*\n?(?: {8}.*\n?)*/gm, "").trimEnd() : screen;
}
