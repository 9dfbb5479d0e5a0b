// SPDX-License-Identifier: Apache-2.0
import { plainCopy } from "../../cloud-init/plain-copy";
import { deepest } from "../../cloud-init/validate/kind";

test("maps and lists are copied, without members that are undefined, and nothing else is", () => {
  const late = new Date(0);
  const given = { a: [{ b: 1, c: undefined }, late, undefined], d: null, e: undefined };
  const copy = plainCopy(given);
  expect(copy).toStrictEqual({ a: [{ b: 1 }, late, undefined], d: null });
  expect([copy.a[1] === late, copy.a === given.a, copy.a[0] === given.a[0]]).toEqual([true, false, false]);
});

test("what holds itself is the same there", () => {
  const given: Record<string, unknown> = { a: 1 };
  given.self = [given];
  const copy = plainCopy(given);
  expect([copy === given, (copy.self as unknown[])[0] === given]).toEqual([false, true]);
});

test("what is nested too deeply is the same from there on", () => {
  const levels: object[] = [{}];
  for (let i = 0; i <= deepest; i++) levels.unshift({ inner: levels[0] });
  let [at]: unknown[] = [plainCopy(levels[0])];
  const isSame = levels.map((level) => {
    const same = at === level;
    at = (at as { inner?: unknown }).inner;
    return same;
  });
  expect(isSame).toEqual([...Array<boolean>(deepest + 1).fill(false), true]);
});
