// SPDX-License-Identifier: Apache-2.0
// What the examples for containers tell their commands, under Pulumi's mocks. A machine runs examples/compose in test/e2e/local.test.ts.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

const host = {
  ...{ address: "192.0.2.1", port: 22, user: "rocky", privateKey: "a key", machineId: "i-0a" },
  ...{ dockerHost: "ssh://rocky@192.0.2.1:22", knownHosts: "" },
};

/** What a program gives its one command. */
async function commandOf(load: () => unknown, config: Record<string, string>): Promise<Record<string, unknown>> {
  const settings = { host: "organization/docker-host/dev", ...config };
  pulumi.runtime.setAllConfig(
    Object.fromEntries(Object.entries(settings).map(([name, to]) => [`project:${name}`, to])),
  );
  let made: (inputs: Record<string, unknown>) => void;
  const inputs = new Promise<Record<string, unknown>>((resolve) => (made = resolve));
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs: given }) => {
        const all = given as Record<string, unknown>;
        if (type === "pulumi:pulumi:StackReference") return { id: name, state: { ...all, outputs: host } };
        made(all);
        return { id: name, state: all };
      },
      call: () => ({}),
    },
    "project",
    "stack",
  );
  load();
  return inputs;
}

test("Compose runs again on another machine, in an update, so that nothing is taken down there", async () => {
  const { create, update, triggers, connection } = await commandOf(() => jest.requireActual("../../examples/compose"), {
    file: "compose.yaml",
  });
  expect(update).toBe(create);
  expect(create).toBe(
    "docker compose --project-name project-stack --file - up --wait --wait-timeout 300 --remove-orphans # on i-0a",
  );
  expect(triggers).toBeUndefined();
  // No key of the host is known, which is another thing than one that is empty.
  const { value } = connection as { value: Record<string, unknown> };
  expect([value.host, "hostKey" in value]).toEqual(["192.0.2.1", false]);
});

describe("a builder is deleted", () => {
  const bin = mkdtempSync(join(tmpdir(), "examples-"));
  afterAll(() => rmSync(bin, { recursive: true }));
  const deletes = commandOf(() => jest.requireActual("../../examples/buildx"), { builder: "on-host" });

  /** @param docker what `docker buildx` does, as a shell's function of `$2` and what follows */
  async function deleted(docker: string): Promise<number | null> {
    writeFileSync(join(bin, "docker"), `#!/bin/sh\n${docker}\n`, { mode: 0o755 });
    const { delete: line } = await deletes;
    const env = { PATH: [bin, process.env.PATH].join(delimiter), BUILDER: "on-host" };
    return spawnSync("/bin/sh", ["-c", line as string], { env }).status;
  }

  test.each([
    ["with its container", `[ "$2 $3" = "rm on-host" ]`, 0],
    ["alone, where the machine is gone", `[ "$2 $3" = "rm --keep-daemon" ]`, 0],
    ["where somebody has removed it", "exit 1", 0],
    ["and the command fails where it is still there", `[ "$2" = inspect ]`, 1],
  ])("%s", async (_when, docker, status) => {
    expect(await deleted(docker)).toBe(status);
  });
});
