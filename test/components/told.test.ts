// SPDX-License-Identifier: Apache-2.0
// That the warning is shown is proved on the engine, by local/another-machine.test.ts.
import { changedNames } from "../../components/told";

const text = (args: object) => JSON.stringify(args);

test.each<[string, object, object, string[]]>([
  ["the same", { users: [{ name: "a" }] }, { users: [{ name: "a" }] }, []],
  ["one that is new", {}, { docker: { version: "29.1.0" } }, ["docker"]],
  ["one that is gone", { commands: ["true"] }, {}, ["commands"]],
  ["a change deep in one", { docker: { daemonConfig: { debug: true } } }, { docker: { daemonConfig: {} } }, ["docker"]],
  ["several", { users: [], ttlMinutes: 60 }, { users: [{ name: "a" }], ttlMinutes: 30 }, ["users", "ttlMinutes"]],
])("%s: named are those that differ", (_what, before, after, names) => {
  expect(changedNames(text(before), text(after))).toEqual(names);
});
