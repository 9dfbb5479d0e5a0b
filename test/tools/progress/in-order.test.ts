// SPDX-License-Identifier: Apache-2.0
import { inOrder } from "../../../tools/progress/in-order";
import type { Step } from "../../../tools/progress/steps";

const report = () => {};

test("steps in order wait for the one before them, although all are begun at once", async () => {
  const seen: string[] = [];
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const step = (title: string, until = Promise.resolve()): Step => ({
    title,
    run: async () => {
      seen.push(`${title} begins`);
      await until;
      seen.push(`${title} ends`);
      return title;
    },
  });
  const running = inOrder([step("first", held), step("second")]).map(({ run }) => run(report));
  await new Promise((resolve) => setImmediate(resolve));
  expect(seen).toEqual(["first begins"]);
  release();
  expect(await Promise.all(running)).toEqual(["first", "second"]);
  expect(seen).toEqual(["first begins", "first ends", "second begins", "second ends"]);
});

test("behind one that fails no step is begun, and its error is theirs", async () => {
  const failing = { title: "first", run: () => Promise.reject(new Error("no network")) };
  const second = jest.fn();
  const running = inOrder([failing, { title: "second", run: second }]).map(({ run }) => run(report));
  const errors = (await Promise.allSettled(running)).map((end) => end.status === "rejected" && String(end.reason));
  expect(errors).toEqual(["Error: no network", "Error: no network"]);
  expect(second).not.toHaveBeenCalled();
});
