// SPDX-License-Identifier: Apache-2.0
// A machine whose access was changed is equal to a new one, for each of its users, and one whose change was cut off has for
// each what was before or what is to be. What a first boot makes is a model here, see accounts.ts.
import fc from "fast-check";

import type { AccessOrder } from "../../../components/access/order";
import { Accounts, type Can, orderOf } from "./accounts";

const names = ["ann", "bob", "cyd"];
const everybody = ["rocky", ...names];
const key = fc.constantFrom("k1", "k2", "k3").map((name) => `ssh-ed25519 AAAA${name} ${name}`);
const keys = fc.uniqueArray(key, { maxLength: 2 });
const user = (name: string) =>
  fc.record({
    name: fc.constant(name),
    keys,
    sudo: fc.boolean(),
    shell: fc.constantFrom("/bin/bash", "/bin/sh"),
    groups: fc.uniqueArray(fc.constantFrom("adm", "web", "lab"), { maxLength: 2 }),
  });
const order = fc
  .tuple(fc.subarray(names), keys)
  .chain(([declared, further]) =>
    fc
      .tuple(fc.tuple(...declared.map(user)), fc.subarray(["rocky", ...declared]))
      .map(([users, docker]) => orderOf({ users, docker, keys: further })),
  );

/** A machine that was told the first order at its first boot, and the others later. */
function after<T>(orders: AccessOrder[], look: (machine: Accounts) => T): T {
  const machine = new Accounts(orders[0] ?? orderOf({}));
  try {
    for (const one of orders) expect(machine.settle(one)).toMatchObject({ status: 0 });
    return look(machine);
  } finally {
    machine.remove();
  }
}

const can = (machine: Accounts) => machine.whatEachCan(everybody);

test("whatever was said before, each user can what a new machine lets that user", () => {
  fc.assert(
    fc.property(fc.array(order, { minLength: 1, maxLength: 2 }), order, (before, last) => {
      expect(after([...before, last], can)).toEqual(after([last], can));
    }),
    { numRuns: 12 },
  );
});

test("cut off at any call, each has the old access or the new one, and the next run makes it the new one", () => {
  const before = orderOf({
    users: [
      { name: "ann", keys: ["ssh-ed25519 AAAAk1 k1"], sudo: true, groups: ["adm"] },
      { name: "bob", keys: ["ssh-ed25519 AAAAk2 k2"], groups: ["web"] },
    ],
    docker: ["rocky", "ann", "bob"],
    keys: ["ssh-ed25519 AAAAk1 k1"],
  });
  const last = orderOf({
    users: [
      { name: "ann", keys: ["ssh-ed25519 AAAAk3 k3"], shell: "/bin/sh", groups: ["web"] },
      { name: "cyd", keys: ["ssh-ed25519 AAAAk2 k2"], sudo: true, groups: ["lab"] },
    ],
    docker: ["rocky", "cyd"],
    keys: ["ssh-ed25519 AAAAk2 k2"],
  });
  const [old, wanted] = [after([before], can), after([last], can)];
  const machine = new Accounts(before);
  machine.settle(before);
  const { count } = machine.settle(last);
  machine.remove();
  expect(count).toBeGreaterThan(20);
  for (let interruptAt = 1; interruptAt <= count; interruptAt++) {
    const seen = after([before], (cut) => {
      expect(cut.settle(last, { interruptAt }).status).toBe(137);
      const between = can(cut);
      const back = cut.settle(last).status;
      return { between, back, end: can(cut) };
    });
    expect({ interruptAt, ...seen }).toEqual({ interruptAt, between: seen.between, back: 0, end: wanted });
    for (const name of everybody)
      expect({ interruptAt, name, loss: loss(seen.between[name], old[name], wanted[name]) }).toEqual({
        interruptAt,
        name,
        loss: [],
      });
  }
});

/** What somebody has neither kept nor got, although both orders, or the one in force for it, give it. */
function loss(now: Can = {}, old: Can = {}, wanted: Can = {}): string[] {
  const lost: string[] = [];
  const isKept = old.shell !== undefined && wanted.shell !== undefined;
  if (isKept && ![old.shell, wanted.shell].includes(now.shell)) lost.push("shell");
  for (const kind of ["groups", "keys"] as const)
    lost.push(...(old[kind] ?? []).filter((one) => wanted[kind]?.includes(one) && !now[kind]?.includes(one)));
  if (old.sudo && wanted.sudo && !now.sudo) lost.push("sudo");
  // The keys are one file: never none between.
  if (isKept && ![old.keys, wanted.keys].some((keys) => JSON.stringify(keys) === JSON.stringify(now.keys)))
    lost.push("keys");
  return lost;
}
