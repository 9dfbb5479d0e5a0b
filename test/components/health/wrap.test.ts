// SPDX-License-Identifier: Apache-2.0
import { printable, wrap } from "../../../components/health/wrap";

const long = "0123456789";

test.each<[string, string, string[]]>([
  ["nothing", "", [""]],
  ["a line that is full", "01234 6789", ["01234 6789"]],
  ["a word more than fits", "01234 6789 a", ["01234 6789", "a"]],
  ["more than one blank", "a  \n b", ["a b"]],
  ["a word as long as a line", `a ${long}`, ["a", long]],
  ["a word of two lines, alone", long + long, [long, long]],
  ["a word of more than two, behind another", `a ${long}${long}b c`, ["a", long, long, "b c"]],
  ["a number and its unit", "after 100 s)", ["after", "100 s)"]],
])("wrapped is %s", (_what, text, lines) => {
  expect(wrap(text, 10)).toEqual(lines);
  expect(wrap(text, 1)).toEqual(lines);
});

test("what moves a cursor is one blank, and line ends stay", () => {
  expect(printable("a\x1b\x07\u202eb\tc\nd")).toBe("a b\tc\nd");
});
