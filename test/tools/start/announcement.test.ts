// SPDX-License-Identifier: Apache-2.0
import { replacement } from "../../../tools/start/announcement";
import type { MadeImage } from "../../../tools/start/stack";

const made: MadeImage = {
  image: { name: "rocky-9, with Docker since 2026-11-26", disk: "/disk" },
  args: {},
  settings: "",
};

test("who starts a machine of an image with Docker in it without one is told before that it is made anew", () => {
  const said = replacement(false, false, made) ?? "";
  expect(said).toContain("containers and volumes on it are gone");
  expect(said.split("\n").filter((line) => line.length > 80)).toEqual([]);
});

test.each([
  ["is not there yet", [true, false, made]],
  ["keeps its image", [false, true, made]],
  ["was made without", [false, false, undefined]],
] as const)("nothing is said of a machine that %s", (_which, [isNew, bakes, image]) => {
  expect(replacement(isNew, bakes, image)).toBeUndefined();
});
