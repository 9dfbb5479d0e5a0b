// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";

import { targets } from "../../stacks/targets";
import { account, healthy } from "../components/aws/host-under-test";
import { RecordedProgram } from "../components/recorded-program";

const text = readFileSync(join(__dirname, "../../stacks/Pulumi.dev.yaml"), "utf8");
const { config } = parse(text) as { config: Record<string, unknown> };

/** The settings as the CLI hands them to a program, under the name that the tests' project has. */
function given(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key.replace(/^docker-host:/, "project:"),
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

afterEach(() => pulumi.runtime.setAllConfig({}));

test("the settings of stack dev make the host that they describe", async () => {
  const program = await RecordedProgram.start(healthy, { call: account() });
  pulumi.runtime.setAllConfig(given());
  const host = targets[config["docker-host:target"] as string]?.(new pulumi.Config());
  await program.outputsOf(host as unknown as pulumi.ComponentResource);
  expect(program.find("docker-host-machine").inputs).toMatchObject({
    instanceType: "t3.small",
    instanceInitiatedShutdownBehavior: "terminate",
    tags: { environment: "dev", host: "docker-host" },
  });
  expect(program.find("docker-host-health-check").inputs.triggers).toEqual(["docker-host-machine-id", ""]);
});

test("the settings of stack dev hold no secret", () => {
  expect(text).not.toMatch(/secure:|PRIVATE KEY|AKIA|password/i);
});
