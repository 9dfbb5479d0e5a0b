// SPDX-License-Identifier: Apache-2.0
// The command of a swarm as Pulumi runs it, with what the program has left for it.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { keepLastOrder, oldMachines, readLastOrder } from "../../../components/swarm/last-order";
import { leaving, making, swarmLoader } from "../../../components/swarm/swarm-loader";
import { fromSources } from "../../../tools/shared/places";
import { member, order } from "./world";

const scratch = mkdtempSync(join(tmpdir(), "swarm-program-"));
// Of a program, so that no folder above counts.
writeFileSync(join(scratch, "package.json"), "{}");
afterAll(() => rmSync(scratch, { recursive: true }));

const own = (...path: string[]) => join(scratch, "state", "pulumi-docker-host", ...path);
const hash = (text: string) => createHash("sha256").update(text).digest("hex");

function load(text: string, words: string, cwd = scratch) {
  const env = { ...process.env, XDG_STATE_HOME: join(scratch, "state") };
  const { status, stdout, stderr } = spawnSync("node", ["-e", swarmLoader, words], {
    env,
    cwd,
    input: text,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

/** What launch.ts leaves for an order. */
function prepare(
  text: string,
  program = "exports.run = (order, folder, words) => console.log(words, require('node:path').basename(folder));",
): string {
  const folder = own("checks", hash(text));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "program.cjs"), program);
  return folder;
}
const ours = `require(${JSON.stringify(fromSources)}); module.exports = require(${JSON.stringify(require.resolve("../../../components/swarm/swarm-program"))});`;

test("runs the program that lies there for its order", () => {
  const text = JSON.stringify({ urn: "a" });
  prepare(text);
  expect(load(text, making("web"))).toEqual({ status: 0, stdout: `docker swarm web ${hash(text)}\n`, stderr: "" });
});

test("without program, making a swarm fails and says why, and ending one does not", () => {
  const text = JSON.stringify({ urn: "b" });
  const { status, stderr } = load(text, making("web"));
  expect(status).toBe(1);
  expect(stderr).toMatch(/^the swarm was not started by its program, and the project has no pulumi-docker-host: .*\n$/);
  expect(load(text, leaving("web"))).toMatchObject({
    status: 0,
    stderr: expect.stringMatching(/^no member was asked to leave/) as string,
  });
});

test("on another computer, the package of the project ends the swarm", () => {
  const folder = join(scratch, "project", "node_modules", "pulumi-docker-host");
  const program = join(folder, "dist", "components", "swarm");
  mkdirSync(program, { recursive: true });
  writeFileSync(
    join(program, "swarm-program.js"),
    "exports.run = (order, folder, words) => console.log(words, folder);",
  );
  for (const place of [folder, join(scratch, "project")]) writeFileSync(join(place, "package.json"), "{}");
  expect(load("{}", leaving("web"), join(scratch, "project"))).toMatchObject({
    status: 0,
    stdout: "end of docker swarm web undefined\n",
  });
});

test("a machine that cannot be reached is a screen on stderr; what ends the swarm stays, is used once, and leaves nothing", () => {
  const unreachable = member("m1", "manager", { connection: { host: "a b", privateKey: "no key" } });
  const text = JSON.stringify(order([unreachable], { limits: { ssh: 1, drain: 1, total: 5 }, urn: "urn:pulumi:c" }));
  const folder = prepare(text, ours);
  const { status, stdout, stderr } = load(text, making("web"));
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(/^✖ web: /);
  expect(existsSync(folder)).toBe(false);
  expect(readdirSync(own("swarms"))).toEqual([hash("urn:pulumi:c")]);

  expect(load(text, leaving("web"))).toEqual({ status: 0, stdout: "", stderr: "" });
  expect(readdirSync(own("swarms"))).toEqual([]);
});

test("what the last update ordered is read again with this update's order, and with no other", () => {
  const last = order(["manager-1", "worker-1"]);
  keepLastOrder(scratch, "this order", JSON.stringify(last));
  expect(readLastOrder(scratch, "this order")).toEqual(last);
  expect(() => readLastOrder(scratch, "another")).toThrow();
  expect(readFileSync(join(scratch, "last-order"), "latin1")).not.toContain("manager-1");
  expect(readLastOrder(own("nowhere"), "this order")).toBeUndefined();
});

test("old machines are those of the last update that are in this one by no name", () => {
  const last = order(["m1", "m2", "m3"]);
  const now = order([
    member("m1", "manager", { machineId: "another" }),
    member("renamed", "manager", { machineId: "m2" }),
  ]);
  expect(oldMachines(now, last).map(({ name }) => name)).toEqual(["m1", "m3"]);
  expect(oldMachines(now, undefined)).toEqual([]);
});
