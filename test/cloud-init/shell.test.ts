// SPDX-License-Identifier: Apache-2.0
import { quote, word } from "../../cloud-init/shell";

test.each(["a", "aws", "a_b-1.2", "/x/y:z=@+"])("%s is a word as it stands", (value) => {
  expect(word(value)).toBe(value);
});

test.each(["", "a b", " a", "a ", "$x", "a\n"])("%j is a word in quotes", (value) => {
  expect(word(value)).toBe(quote(value));
  expect(quote(value)).toBe(`'${value}'`);
});

test("a quote within quotes is one of its own", () => {
  expect(word("it's")).toBe(`'it'\\''s'`);
});
