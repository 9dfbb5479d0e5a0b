// SPDX-License-Identifier: Apache-2.0
import { errors, read } from "../../cloud-init";
import { pathsOf } from "./shape-paths";
import { freeTexts, type TextPlace, textPlaces, withIntruder } from "./text-places";

const mistakes = ({ put }: TextPlace, text: string) => errors(read({ login: "rocky", ...put(text) }).problems);

test("each text that a person can write has a form that is held to here, or none at all", () => {
  expect([...new Set([...textPlaces.map(({ path }) => path), ...freeTexts])].sort()).toEqual(pathsOf("text").sort());
});

describe.each(textPlaces.map((place) => [place.path, place] as const))("a text at %s", (path, place) => {
  test.each(place.fine)("is taken: %j", (text) => {
    expect(mistakes(place, text)).toEqual([]);
  });

  test.each(place.wrong)("is refused: %j", (text) => {
    const found = mistakes(place, text);
    expect(found.length).toBeGreaterThan(0);
    for (const mistake of found) expect(mistake.path.startsWith(path)).toBe(true);
  });

  test.each(place.fine)("is refused with another line before or behind it: %j", (text) => {
    for (const intruded of withIntruder(text)) {
      expect({ intruded, refused: mistakes(place, intruded).length > 0 }).toEqual({ intruded, refused: true });
    }
  });
});
