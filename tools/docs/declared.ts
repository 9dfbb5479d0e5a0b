// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as ts from "typescript";

import { root } from "../shared/places";

/** A member of an interface, with what its comment says. */
export interface Declared {
  name: string;
  isOptional: boolean;
  sentences: string[];
  /** What is behind `@default`. */
  byDefault: string | undefined;
}

/** The members that an interface declares itself, in their order. */
export function declared(file: string, name: string): Declared[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.Latest, true);
  const found = source.statements.filter(ts.isInterfaceDeclaration).find((one) => one.name.text === name);
  if (!found) throw new Error(`${file} declares no interface ${name}`);
  return members(found);
}

/** The same of an interface that was found. */
export function members(one: ts.InterfaceDeclaration): Declared[] {
  return one.members.filter(ts.isPropertySignature).map((member) => ({
    name: member.name.getText(),
    isOptional: member.questionToken !== undefined,
    sentences: sentences(member),
    byDefault: byDefault(member),
  }));
}

/** What is behind `@default`, for a reader: a value as one writes it; behind "- " stands a text. */
export function inWords(byDefault: string): string {
  return byDefault.startsWith("- ") ? byDefault.slice("- ".length) : byDefault.replace(/^("[^"]*"|[^, ]+)/, "`$1`");
}

function sentences(member: ts.PropertySignature): string[] {
  const comments = ts.getJSDocCommentsAndTags(member).filter(ts.isJSDoc);
  const text = comments.map(({ comment }) => oneLine(comment)).join(" ");
  return text.split(/(?<=\.) (?=[A-Z`])/);
}

function byDefault(member: ts.PropertySignature): string | undefined {
  const tag = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === "default");
  return tag && oneLine(tag.comment);
}

function oneLine(comment: ts.JSDoc["comment"]): string {
  return (ts.getTextOfJSDocComment(comment) ?? "").replace(/\s+/g, " ");
}
