// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { writeAccess } from "../../../components/ephemeral/access";
import { ephemeralHost } from "../../../components/ephemeral/host";
import type { HealthReport } from "../../../components/health/report";

const folder = mkdtempSync(join(tmpdir(), "access-"));
const login = { address: "127.0.0.1", port: 2222, user: "rocky", knownHosts: "", privateKey: "" };
const access = writeAccess(join(folder, "host"), login);
const [own, system, project] = [access.bin, join(folder, "system"), join(folder, "project")];

beforeAll(() => {
  mkdirSync(system);
  // The computer's own ssh.
  writeFileSync(join(system, "ssh"), '#!/bin/sh\necho "$PATH" "$@"\n', { mode: 0o755 });
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ["first", [own, system, "/usr/bin", "/bin"]],
  ["behind a project's", [project, own, system, "/usr/bin", "/bin"]],
  ["twice", [own, project, own, system, "/usr/bin", "/bin"]],
  ["last", [system, "/usr/bin", "/bin", own]],
  ["not at all", [system, "/usr/bin", "/bin"]],
])("ssh knows the host, and runs the computer's own ssh, where its folder is on PATH %s", (_place, path) => {
  const options = { env: { PATH: path.join(":") }, encoding: "utf8", timeout: 240_000 } as const;
  const { stdout } = spawnSync(join(own, "ssh"), ["host"], options);
  const [left, ...words] = stdout.trim().split(" ");
  expect(words.slice(-3)).toEqual(["-F", access.config, "host"]);
  expect(left).toBe(path.filter((place) => place !== own).join(":"));
});

test("what the user has set for a Docker with TLS is not asked of the host's socket", () => {
  const kept = { ...login, access, dockerHost: "", dockerVersion: "", health: {} as HealthReport };
  expect(ephemeralHost("stack", kept).env).toMatchObject({
    DOCKER_HOST: `unix://${access.socket}`,
    DOCKER_TLS: "",
    DOCKER_TLS_VERIFY: "",
    DOCKER_CERT_PATH: "",
  });
});
