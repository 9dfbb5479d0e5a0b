// SPDX-License-Identifier: Apache-2.0
import { errors, read } from "../../cloud-init";
import { withIntruder } from "./intruder";
import { pathsOf } from "./shape-paths";
import { freeTexts, type TextPlace, textPlaces } from "./text-places";

const mistakes = ({ put }: TextPlace, text: string) => errors(read({ login: "rocky", ...put(text) }).problems);

test("each text that a person can write has a form that is held to here, or none at all", () => {
  expect([...new Set([...textPlaces.map(({ path }) => path), ...freeTexts])].sort()).toEqual(pathsOf("string").sort());
});

describe.each(textPlaces)("a text at $path", (place) => {
  const isTaken = (text: string) => mistakes(place, text).length === 0;

  test("is taken in its form", () => {
    expect(place.fine.filter((text) => !isTaken(text))).toEqual([]);
  });

  test("is refused beside it, by its path", () => {
    expect(place.wrong.filter(isTaken)).toEqual([]);
    const paths = place.wrong.flatMap((text) => mistakes(place, text).map(({ path }) => path));
    expect(paths.filter((path) => !path.startsWith(place.path))).toEqual([]);
  });

  test("is refused with another line before or behind it", () => {
    expect(place.fine.flatMap(withIntruder).filter(isTaken)).toEqual([]);
  });
});
