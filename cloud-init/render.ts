// SPDX-License-Identifier: Apache-2.0
import { Document, type ScalarTag, type Tags, visit } from "yaml";

import { docker } from "./docker";
import { extras } from "./extras";
import { linuxTexts } from "./line-ends";
import { machine } from "./machine";
import { merge } from "./merge";
import { onBootFailure } from "./on-boot-failure";
import type { CloudConfig, HostSpec } from "./spec";
import { ssh } from "./ssh";
import { ttl } from "./ttl";
import { users } from "./users";

/** User data for a valid spec. The same spec gives the same bytes. It holds the machine's private host key. */
export function render(spec: HostSpec): string {
  return toYaml(cloudConfig(spec));
}

/** The cloud-config as an object: our fragments, then the caller's on top. */
export function cloudConfig(spec: HostSpec): CloudConfig {
  return merge(ownConfig(spec), linuxTexts(spec.cloudConfig));
}

/** Our fragments alone, in the order in which their `runcmd` entries run: the time limit, Docker, its check, the caller's. */
export function ownConfig(spec: HostSpec): CloudConfig {
  return linuxTexts(
    [users, ssh, machine, ttl, docker, onBootFailure, extras].map((fragment) => fragment(spec)).reduce(merge),
  );
}

/** Characters that PyYAML takes for line breaks, or for which it refuses the whole text. */
// eslint-disable-next-line no-control-regex -- control characters are what this is about
const special = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;
/**
 * Strings that the library would write without quotes, and PyYAML would misread: `=`, `<<`, a tab within a line, lines of
 * nothing but spaces, which it takes for indentation, and what begins as a number or a date does.
 */
const misread = /^(=|<<|[^\n]*\t[^\n]*|\s+|[-+]?(\d|\.[\d_])[^\n]*)$/;
/** cloud-init takes a text for a mail where this stands in its first 4096 bytes, and of a mail it reads ASCII only. */
const mail = /mime-version:/i;
// eslint-disable-next-line no-control-regex -- what a mail cannot hold, and what `special` is
const specialInMail = /[\x00-\x08\x0b-\x1f\x7f-\u{10ffff}]/gu;

/**
 * The text of a cloud-config. cloud-init reads YAML 1.1, where `22:22` is a number and `on` a boolean, so the text is
 * YAML 1.1. Strings that PyYAML would misread are in double quotes, where every character can be escaped, and on one
 * line there: not all that the library folds is unfolded to what it was.
 */
export function toYaml(config: CloudConfig): string {
  const text = withEscapes(config, special);
  return mail.test(text.slice(0, 4096)) ? withEscapes(config, specialInMail) : text;
}

function withEscapes(config: CloudConfig, escaped: RegExp): string {
  const document = new Document(config, { version: "1.1", customTags, aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_key, node) => {
      const { value } = node;
      if (typeof value === "string" && (value.search(escaped) >= 0 || misread.test(value))) node.type = "QUOTE_DOUBLE";
    },
  });
  const text = document.toString({ lineWidth: 0, indentSeq: false, doubleQuotedMinMultiLineLength: Infinity });
  return `#cloud-config\n${text}`.replace(escaped, escape);
}

function escape(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
}

/** Of numbers like 1e21, which YAML 1.1 writes with a dot. The library prefers a tag that has a `test`. */
const exponent: ScalarTag = {
  tag: "tag:yaml.org,2002:float",
  default: true,
  test: /^-?\d\.0e[-+]\d+$/,
  identify: (value) => typeof value === "number" && /^-?\de/.test(String(value)),
  resolve: Number,
  stringify: ({ value }) => String(value).replace("e", ".0e"),
};

/** Without the tag for which the library would write the string `<<` as YAML's merge key. */
function customTags(tags: Tags): Tags {
  return [exponent, ...tags.filter((tag) => typeof tag === "string" || tag.tag !== "tag:yaml.org,2002:merge")];
}
