// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";

/** What has broken a shell, YAML, systemd or a reader of lines before. */
const classics = [
  ..."'\"`\\$;&|<>(){}[]*?!#%@~=^:,-+ \t\n\r".split(""),
  ...[
    "$(touch canary)",
    "`touch canary`",
    "'; touch canary; '",
    '"; touch canary; "',
    "\ntouch canary\n",
    "${IFS}",
    "$$",
  ],
  ...[
    "<<",
    "---",
    "...",
    "- ",
    ": ",
    " #",
    "!!python/object",
    "&a",
    "*a",
    "{{ ds }}",
    "%n",
    "yes",
    "null",
    "~",
    "012",
    "22:22",
  ],
  ...["\u0000", "\u0007", "\u007f", "\u0085", "\u00a0", "\u2028", "\ufeff", "\uffff", "\ud800", "é", "😀", "\u202e"],
  ...["../", "/", "a", "B", "1", "-rf", "EOF", "__proto__", "constructor"],
];

/** Hostile strings: classics in any mixture, and characters of any kind. */
export const hostileText = fc.oneof(
  fc.array(fc.constantFrom(...classics), { maxLength: 6 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.string({ maxLength: 20 }),
);

/** The same without what no text file can hold, which is refused before anything else. */
export const hostileLine = hostileText.filter((text) => !/[\0\p{Cs}]/u.test(text));
