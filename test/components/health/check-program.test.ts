// SPDX-License-Identifier: Apache-2.0
// What the command of a check makes of what its program left for it, and where it dials.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { ServerChannel } from "ssh2";

import { run } from "../../../components/health/check-program";
import { leaveDialled, readDialled } from "../../../components/health/dialled";
import { type SshServer, startSshServer } from "../../tools/stand-ins/command-provider/ssh-server";
import { wayTo } from "../ssh/servers";

const verdict = (healthy: boolean) =>
  `{"probe":"units","status":"${healthy ? "pass" : "fail"}","ms":1,"detail":"seen"}\n` +
  `{"version":1,"host":"web","healthy":${healthy},"dockerVersion":"29","stage":"${healthy ? "" : "units"}","seconds":1,"bootId":"b","finished":""}\n`;

let server: SshServer;
let [isHealthy, folder] = [true, ""];
const said = { stdout: "", stderr: "" };

beforeAll(async () => {
  server = await startSshServer({
    run: (_command: string, channel: ServerChannel) =>
      channel
        .on("data", () => {})
        .on("end", () => {
          channel.write(verdict(isHealthy));
          channel.exit(isHealthy ? 0 : 1);
          channel.end();
        }),
  });
});
afterAll(() => server.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "check-program-"));
  for (const stream of ["stdout", "stderr"] as const) {
    said[stream] = "";
    jest.spyOn(process[stream], "write").mockImplementation((text) => Boolean((said[stream] += String(text))));
  }
});
afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** Nobody answers at the address of the order. */
const order = () =>
  JSON.stringify({
    ...{ host: "web", script: "", limits: { ssh: 1, total: 5 } },
    connection: { ...wayTo(server), host: "203.0.113.9.invalid" },
  });

test("it dials where the machine answers now, and its folder goes with it", async () => {
  await leaveDialled(folder, () => Promise.resolve({ host: "127.0.0.1", note: "the address stays" }));
  await run(order(), folder);
  expect(said).toEqual({ stdout: verdict(true), stderr: "" });
  expect([process.exitCode, existsSync(folder)]).toEqual([undefined, false]);
});

test("where the check fails, what becomes of the address is said", async () => {
  isHealthy = false;
  await leaveDialled(folder, () => Promise.resolve({ host: "127.0.0.1", note: "the address stays" }));
  await run(order(), folder);
  expect(said.stderr).toMatch(
    /^✖ web: Docker does not run .*\n {2}seen\n {2}fix: [^]*\n {2}note: the address stays\n$/,
  );
  expect(process.exitCode).toBe(1);
});

test("where nothing is left, it dials where the order says", async () => {
  await run(order(), folder);
  expect(said.stderr).toMatch(/^✖ web: /);
  expect(said.stdout).toBe("");
});

test("a host that cannot be asked for has no check", async () => {
  const refused = () => Promise.reject(new Error("UnauthorizedOperation"));
  await expect(leaveDialled(folder, refused)).rejects.toThrow("UnauthorizedOperation");
  expect(readDialled(folder)).toBeUndefined();
});
