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

/** How a text may end, or a line in it: what is folded, cut off or taken for a sign there. */
const endings = [
  ...["", "\n", "\n\n", "\n ", "\n \n", "\n  ", "\n\t", " ", "  \n", "\t\n", "\\", "\\\n", "\r", "\r\n", "\x0b\n"],
  ...[":", ": ", " #", "\n#", "\n- ", "\n---\n", "\n...\n", "\n%YAML 1.1\n", "\u0085", "\u2028", "\n\ufeff"],
];

/** Texts of some hundred characters with lines of every kind: what a YAML library writes in another way than short ones. */
const line = fc.tuple(
  fc.oneof(hostileLine, fc.constantFrom("a line of a text, long enough", "  x", "")),
  fc.constantFrom("\n", ...endings),
);
const longText = fc.array(line, { minLength: 2, maxLength: 15 }).map((lines) => lines.flat().join(""));

/** What nearly is, or is, a number or a date. */
const nearlyNumber = fc.oneof(
  fc
    .array(fc.constantFrom(..."0123456789+-._:eExXbBoafTtZz ~".split("")), { maxLength: 9 })
    .map((signs) => signs.join("")),
  fc
    .tuple(
      fc.constantFrom("2001-12-14", "2001-1-4", "2001-12-1", "0000-00-00"),
      fc.constantFrom("", "T", "t", " ", "\t", "  "),
      fc.constantFrom("", "21:59:43", "1:59:43", "21:59", "99:99:99"),
      fc.constantFrom("", ".", ".1", ".123456789"),
      fc.constantFrom("", "Z", " Z", "+1", " +39", "-5:00", " -05:30", "+123"),
    )
    .map((parts) => parts.join("")),
);

/** Hostile texts of every length that a text file can hold. */
export const hostileContent = fc.oneof(hostileLine, longText, nearlyNumber);
