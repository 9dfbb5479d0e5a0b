// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";

import { commandOf } from "../../../components/running-process";
import { reapAbandoned, reapAll } from "../../../tools/acceptance/abandoned";
import { StillThere } from "../../../tools/acceptance/messages";
import type { RunOrder } from "../../../tools/acceptance/order";
import { begin, forget, type RunRecord, runsOf, write } from "../../../tools/acceptance/records";
import { stateHome } from "../../state-home";

const reaped: string[] = [];
jest.mock("../../../tools/acceptance/account", () => ({ accountOf: () => Promise.resolve({ id: "123456789012" }) }));
jest.mock("../../../tools/acceptance/reap", () => ({
  reap: ({ order: { prefix } }: RunRecord) => {
    if (prefix.startsWith("stuck")) return Promise.reject(new StillThere(`not all of ${prefix} could be removed`));
    reaped.push(prefix);
    forget(prefix);
    return Promise.resolve();
  },
}));

const state = stateHome("abandoned");
beforeEach(() => (reaped.length = 0));
afterEach(() => rmSync(join(state, "pulumi-docker-host"), { recursive: true, force: true }));

function left(prefix: string, more: Partial<RunRecord> = {}): void {
  const order: RunOrder = {
    ...{ target: "aws", prefix, ttlMinutes: 120, parts: ["host"], args: {}, config: {}, keep: false },
  };
  const killed = { pid: spawnSync("true").pid, command: "node worker" };
  write({ ...begin(order, "123456789012", ""), ...killed, ...more });
}
const all = () => runsOf({ target: "aws", kept: true }).abandoned;

test("one that cannot be removed, or was made in another account, does not hold up the others", async () => {
  left("a-stranger", { account: "210987654321" });
  left("stuck");
  left("usual");
  const said: string[] = [];
  expect(await reapAbandoned(all(), (line) => said.push(line))).toEqual({
    removed: 1,
    failures: [
      "a-stranger: it was made in account 210987654321, and you are signed in to 123456789012; sign in there",
      "not all of stuck could be removed",
    ],
  });
  expect(reaped).toEqual(["usual"]);
  expect(said).not.toContain("removing what is left of a-stranger");
});

test("--reap removes what was kept as well, or one run alone, and says what somebody is at work on", async () => {
  left("kept", { kept: true });
  left("other");
  left("busy", { pid: process.pid, command: commandOf(process.pid) });
  const said: string[] = [];
  await reapAll({ target: "aws", prefix: "kept" }, (line) => said.push(line));
  expect(reaped).toEqual(["kept"]);
  expect(said).toEqual(["removing what is left of kept", "removed what was left of 1 run"]);
  await reapAll({ target: "aws", prefix: "busy" }, (line) => said.push(line));
  expect(said.slice(2)).toEqual([`busy stays: process ${process.pid} is at work on it`, "there was nothing to remove"]);
});

test("--reap fails where something is still there", async () => {
  left("stuck-1");
  left("stuck-2");
  await expect(reapAll({ target: "aws" }, () => {})).rejects.toThrow(
    new StillThere("not all of stuck-1 could be removed\nnot all of stuck-2 could be removed"),
  );
});
