// SPDX-License-Identifier: Apache-2.0
// What a person reads before anything is made. Pure.
import type { Account } from "./account";
import { type Part, type RunOrder, runTag } from "./order";
import { bakingMinutes, estimate } from "./prices";

const makes: Record<Part, string> = {
  host: "a machine with disk, address and firewall; then another in its place",
  image: `a machine of ${bakingMinutes} minutes at most, its image, and a machine from that`,
  swarm: "two machines, a firewall between them, and one swarm of them",
};

/** `killed`: the runs whose leavings are removed before. */
export function plan(order: RunOrder, account: Account, killed: { order: { prefix: string } }[]): string {
  const { prefix, ttlMinutes, parts, keep } = order;
  const rows = [
    ...account.shown,
    ...killed.map(({ order: { prefix: other } }) => ["first", `what is left of ${other} is removed`] as const),
    ["names", `${prefix}-..., and ${runTag}=${prefix} in tags or labels`],
    [
      "ends",
      `each machine by itself after ${ttlMinutes} minutes; ${keep ? "till then all stays (--keep)" : "all is removed at the end"}`,
    ],
    ...(keep ? [["stays", "firewall rules, and an image, which costs: until --reap"] as const] : []),
    ...parts.map((part) => [part, makes[part]] as const),
    ["cost", cost(order)],
  ];
  return rows.map(([name = "", text = ""]) => `  ${name.padEnd(8)} ${text}`).join("\n");
}

function cost(order: RunOrder): string {
  const sums = estimate(order);
  if (!sums) return "not known: the prices of this type of machine are not in here";
  const [usual, most] = [sums.usual, sums.most].map((dollars) => dollars.toFixed(2));
  return `about ${usual} USD; ${most} if none of ${sums.machines} machines ends before its time`;
}
