// SPDX-License-Identifier: Apache-2.0
import { figures, median, type Results } from "../../../tools/bench/figures";
import { where, withFigures } from "../../../tools/bench/results";

const results: Results = {
  version: 1,
  taken: "2026-11-26T22:00:00.000Z",
  where: "2 processors, kvm; guest: Rocky; Docker 29.1.0",
  seconds: { floor: [100, 90, 300], fresh: [110], check: [12, 14], container: [4] },
};

test("the median is the one in the middle, in whatever order they came, or the mean of two", () => {
  expect(median([300, 90, 100])).toBe(100);
  expect(median([1, 4, 2, 9])).toBe(3);
  expect(() => median([])).toThrow("there is no median of nothing");
});

test("the table has a line for each that was measured, its ratio, and what is to be reached, in 80 columns", () => {
  const lines = figures(results).split("\n");
  const cells = lines.map((line) => line.split("|").map((cell) => cell.trim()));
  expect(cells.slice(2).map((line) => line.slice(2, 5))).toEqual([
    ["100.0", "", ""],
    ["110.0", "1.10", "at most 1"],
    ["4.0", "", ""],
    ["13.0", "3.25", "at most 3"],
  ]);
  const all = {
    ...{ ...results.seconds, baked: [1000.4], "by-hand": [1000] },
    ...{ resources: [11], hosts: [12.1], members: [12.3] },
    ...{ "resources-memory": [512], "hosts-memory": [1640], "members-memory": [1700] },
  };
  for (const line of figures({ ...results, seconds: all }).split("\n")) expect(line.length).toBeLessThanOrEqual(80);
});

test("memory is in MiB, and its ratio is to that by hand", () => {
  const seconds = { "resources-memory": [500], "hosts-memory": [549.6] };
  expect(figures({ ...results, seconds })).toMatch(/ 500 MiB +\|.*\n.* 550 MiB +\| 1\.10 /);
});

test("without the floor there is no ratio to it", () => {
  expect(figures({ ...results, seconds: { fresh: [110] } })).toMatch(/\| 110\.0 +\| +\| at most 1 +\|$/);
});

test("README gets the table and where it was measured, and keeps all else; without its place it is refused", () => {
  const place = (text: string) => `before\n${text}\nafter\n`;
  const comments = [
    "<!-- `npm run bench -- --readme` writes this table from what was measured last. -->",
    "<!-- The end of what `npm run bench -- --readme` writes. -->",
  ];
  const written = withFigures(place(comments.join("\n\nan older table\n\n")), results);
  expect(written).toBe(
    place(`${comments[0]}\n\n${figures(results)}\n\nMeasured 2026-11-26: ${results.where}.\n\n${comments[1]}`),
  );
  expect(withFigures(written, results)).toBe(written);
  expect(() => withFigures("no place", results)).toThrow("README.md lacks the line <!--");
});

test("where it was measured is said in words, without a path", () => {
  const machines = {
    image: { image: { name: "Rocky", disk: "/secret/place.qcow2" } },
    accelerator: "tcg,thread=multi",
  };
  expect(where(machines, "29.1.0")).toMatch(/^\d+ processors, software emulation; guest: Rocky; Docker 29\.1\.0$/);
  expect(where({ ...machines, accelerator: "kvm" }, "29.1.0")).toContain(", kvm; ");
});
