// SPDX-License-Identifier: Apache-2.0
import type { Step } from "./steps";

/** Steps that go one after another, beside those that they run together with. Where one fails, those behind it do as well. */
export function inOrder(steps: Step[]): Step[] {
  let before: Promise<unknown> = Promise.resolve();
  return steps.map(({ title, run }) => ({
    title,
    run: (report) => {
      const own = before.then(async () => (await run(report)) ?? undefined);
      before = own;
      return own;
    },
  }));
}
