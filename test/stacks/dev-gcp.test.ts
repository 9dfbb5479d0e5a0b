// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";

import { targets } from "../../stacks/targets";
import { google, healthy } from "../components/gcp/host-under-test";
import { RecordedProgram } from "../components/recorded-program";

const file = join(__dirname, "..", "..", "stacks", "Pulumi.dev-gcp.yaml");
const { config } = parse(readFileSync(file, "utf8")) as { config: Record<string, unknown> };

test("the settings in stacks/Pulumi.dev-gcp.yaml make a host", async () => {
  const program = await RecordedProgram.start(healthy, { call: google });
  const texts = Object.entries(config).map(([key, value]) => [
    key.replace(/^docker-host:/, "project:"),
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  pulumi.runtime.setAllConfig(Object.fromEntries(texts) as Record<string, string>);
  const settings = new pulumi.Config("project");
  expect(settings.require("target")).toBe("gcp");
  const host = targets.gcp?.(settings);
  await program.outputsOf(host as unknown as pulumi.ComponentResource);
  expect(program.find("docker-host-machine").inputs).toMatchObject({
    zone: "europe-west1-b",
    labels: { team: "platform" },
  });
  expect(program.find("docker-host-ssh").inputs).toMatchObject({ sourceRanges: ["203.0.113.7/32"] });
});

test("another text of `recheck` runs the check again", async () => {
  const triggers = [];
  for (const recheck of ["", "again"]) {
    const program = await RecordedProgram.start(healthy, { call: google });
    pulumi.runtime.setAllConfig({
      "project:gcp": JSON.stringify(config["docker-host:gcp"]),
      "project:recheck": recheck,
    });
    const host = targets.gcp?.(new pulumi.Config("project"));
    await program.outputsOf(host as unknown as pulumi.ComponentResource);
    triggers.push(program.find("docker-host-health-check").inputs.triggers);
  }
  expect(triggers[0]).not.toEqual(triggers[1]);
});
