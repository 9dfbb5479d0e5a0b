// SPDX-License-Identifier: Apache-2.0
// How a run begins, goes on and ends. What its stacks do, and what removes them, is only written down.
import type { Account } from "../../../tools/acceptance/account";
import type { Message } from "../../../tools/acceptance/messages";
import type { RunOrder } from "../../../tools/acceptance/order";
import { run } from "../../../tools/acceptance/run";
import type { Settings } from "../../../tools/acceptance/settings";

const done: string[] = [];
const fakes = {
  /** Of whom what is left is found, and who stays. */
  failures: [] as string[],
  up: () => Promise.resolve({ status: 0, output: "" }),
};
const well = () => Promise.resolve({ status: 0, output: "" });
const nothing = { status: 0, output: "" };

jest.mock("../../../components/ephemeral/backend", () => ({
  addressOf: () => "",
  EphemeralBackend: { open: () => Promise.resolve({ close: () => {} }) },
}));
jest.mock("../../../tools/acceptance/abandoned", () => ({
  reapAbandoned: () => Promise.resolve({ removed: 0, failures: fakes.failures }),
}));
jest.mock("../../../tools/acceptance/reap", () => ({
  found: () => Promise.resolve([]),
  reap: ({ order, stacks }: { order: RunOrder; stacks: string[] }) =>
    Promise.resolve(void done.push(`reaped ${order.prefix} ${JSON.stringify(order.config)} ${stacks.length}`)),
}));
jest.mock("../../../tools/acceptance/records", () => ({
  killedIn: () => [],
  begin: (order: RunOrder, account: string) => ({ order, account, stacks: [] }),
  write: ({ kept = false }: { kept?: boolean }) => done.push(kept ? "kept" : "written"),
}));
jest.mock("../../../tools/acceptance/run-stack", () => ({
  RunStack: {
    create: (_backend: unknown, _name: string, _order: unknown, { target }: Settings) =>
      Promise.resolve(fakeStack(String(target))),
  },
}));

/** A healthy host whose machine is another one after each `up` after the first. */
function fakeStack(target: string) {
  let [machine, isThere] = [0, false];
  const health = { healthy: true, stage: "", dockerVersion: "29.1.0", probes: [] };
  return {
    set: () => {},
    preview: () =>
      Promise.resolve({
        ...nothing,
        output: "-machine replace\nchanged: commands; a machine is told of this only at its first boot",
      }),
    up: async () => {
      [machine, isThere] = [machine + 1, true];
      return fakes.up();
    },
    ...{ unchangedBy: well, refresh: () => ((isThere = false), well()) },
    destroy: () => {
      done.push(`destroyed ${target}`);
      return well();
    },
    outputs: () => Promise.resolve({ health, imageName: "rocky", nodes: [] }),
    state: () => Promise.resolve(`m-${machine}`),
    machines: () => Promise.resolve(isThere ? [`m-${machine}`] : []),
    ssh: () => Promise.resolve({ status: 0, output: "29.1.0\n" }),
  };
}

const order: RunOrder = {
  ...{ target: "aws", prefix: "mine", ttlMinutes: 120, parts: ["host"], args: {}, config: {}, keep: false },
};
const account: Account = {
  ...{ id: "123456789012", shown: [], hidden: [], region: "eu-central-1" },
  config: { "aws:region": "eu-central-1" },
};
const reaped = 'reaped mine {"aws:region":"eu-central-1"}';

async function ran(more: Partial<RunOrder> = {}, ending = new AbortController().signal) {
  const told: Message[] = [];
  await run({ ...order, ...more }, account, (message) => told.push(message), ending);
  return {
    lines: told.flatMap((one) => ("line" in one ? [one.line] : [])),
    cases: told.flatMap((one) => ("ended" in one ? [one.ended] : [])),
  };
}

beforeEach(() => {
  done.length = 0;
  fakes.failures = [];
  fakes.up = well;
});

/** So that a machine is gone before somebody has waited. */
jest.mock("node:timers/promises", () => ({ setTimeout: () => Promise.resolve() }));

test("all cases of a host pass, and what was made is removed where it was made", async () => {
  const { cases } = await ran();
  expect(cases.map(({ failure }) => failure)).toEqual(Array(6).fill(undefined));
  expect(cases.at(-1)?.name).toBe("destroy leaves neither machine nor image");
  expect(done).toEqual(["written", "destroyed aws", `${reaped} 1`]);
});

test("with --keep a green run ends and destroys nothing, and its record says that it is kept", async () => {
  const { cases } = await ran({ keep: true });
  expect(cases.map(({ name, failure }) => [name, failure])).toEqual([
    ["a host is made and proved", undefined],
    ["a second up and a refresh change nothing", undefined],
    ["neither keys nor user data stand in plain text in the state", undefined],
    ["what a machine is told only once replaces it, which preview says", undefined],
  ]);
  expect(done).toEqual(["written", "kept"]);
});

test("a part that has failed is destroyed before the next one, whose cases look for what has the prefix", async () => {
  fakes.up = () => Promise.resolve({ status: 1, output: "no machine" });
  const { cases } = await ran({ parts: ["host", "swarm"] });
  expect(cases.map(({ part, failure }) => [part, failure])).toEqual([
    ["host", expect.stringContaining("no machine")],
    ["swarm", expect.stringContaining("no machine")],
  ]);
  expect(done).toEqual(["written", "destroyed aws", "written", "destroyed aws", `${reaped} 2`]);
  done.length = 0;
  await ran({ keep: true });
  expect(done).toEqual(["written", "kept"]);
});

test("what cannot be removed of a killed run is said, and holds up nobody", async () => {
  fakes.failures = ["not all of killed could be removed"];
  const { lines, cases } = await ran();
  expect(lines).toContain("not all of killed could be removed");
  expect(cases).toHaveLength(6);
});

test("who is told to end tries nothing more, calls the case interrupted and removes what was made", async () => {
  const ending = new AbortController();
  fakes.up = () => {
    ending.abort();
    return Promise.resolve({ status: 1, output: "error: update canceled" });
  };
  const { cases } = await ran({ parts: ["host", "swarm"] }, ending.signal);
  expect(cases.map(({ failure }) => failure)).toEqual(["interrupted"]);
  expect(done).toEqual(["written", `${reaped} 1`]);
});
