// SPDX-License-Identifier: Apache-2.0
import { benchOptions } from "../../../tools/bench/options";

test("without a word all parts are measured, three times", () => {
  const parts = ["floor", "fresh", "baked", "by-hand", "health", "scale"];
  expect(benchOptions([])).toEqual({ parts, rounds: 3, readme: false });
});

test("parts that are named are measured in the order in which they follow one another", () => {
  const given = ["health", "floor", "--rounds", "1", "--json", "out.json"];
  expect(benchOptions(given)).toEqual({ parts: ["floor", "health"], rounds: 1, json: "out.json", readme: false });
});

test.each([
  [["flor"], /'flor' is invalid .* Allowed choices are floor, fresh, baked, by-hand, health, scale/],
  [["--rounds", "0"], /^--rounds 0 is no number of rounds; use a whole number from 1$/],
  [["--rounds", "1.5"], /^--rounds 1\.5 is no number/],
])("%j is wrong use", (args, message) => {
  expect(() => benchOptions(args)).toThrow(message);
});
