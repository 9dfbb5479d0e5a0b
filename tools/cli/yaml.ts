// SPDX-License-Identifier: Apache-2.0
import { type Alias, type Document, LineCounter, parseDocument, visit } from "yaml";

import { WrongUse } from "./exit-status";

/** Plainer words for those messages of the parser that our readers would not understand. */
const plainer: Record<string, string> = {
  MULTIPLE_DOCS: "the file holds more than one document; give one",
  RESOURCE_EXHAUSTION: "lists or maps are nested too deeply",
  NON_STRING_KEY: "a key of a map is a list or a map; use a name",
};

/** The value that a text in YAML has. @throws WrongUse with the place of the first mistake */
export function readYaml(text: string, name: string): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, stringKeys: true, logLevel: "error" });
  const wrong = (offset: number, what: string) => {
    const { line, col } = lines.linePos(offset);
    return new WrongUse(`${name}:${line || 1}:${col || 1}: ${what}`);
  };
  const [first] = document.errors;
  if (first) {
    const [what = ""] = first.message.split("\n");
    throw wrong(first.pos[0], plainer[first.code] ?? what.replace(/ at line \d+, column \d+:?$/, ""));
  }
  try {
    return document.toJS();
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const all = aliases(document);
    const unknown = all.find((alias) => alias.resolve(document) === undefined);
    const what = unknown
      ? `*${unknown.source} has no &${unknown.source} before it`
      : "aliases stand for too much; write it out";
    throw wrong((unknown ?? all.at(-1))?.range?.[0] ?? 0, what);
  }
}

function aliases(document: Document): Alias[] {
  const found: Alias[] = [];
  visit(document, { Alias: (_key, alias) => void found.push(alias) });
  return found;
}
