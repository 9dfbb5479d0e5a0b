// SPDX-License-Identifier: Apache-2.0
// By what a person, a bill and a sweeper find all that belongs to a host. Which types can have tags or labels, the
// clouds' SDKs say.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expires, programWith as awsWith } from "./aws/host-under-test";
import { base as gcpBase, google, healthy as gcpHealthy, programWith as gcpWith } from "./gcp/host-under-test";
import type { Registration } from "./recorded-program";

const sdk = join(__dirname, "..", "..", "node_modules", "@pulumi");

/** Resources of the cloud, those that can be marked and the others. */
function sorted(registrations: Registration[], cloud: string, word: "tags" | "labels") {
  const own = registrations.filter(({ type }) => type.startsWith(`${cloud}:`));
  const canBe = ({ type }: Registration) =>
    new RegExp(`^    readonly ${word}: `, "m").test(
      readFileSync(join(sdk, cloud, `${type.split(":")[1] ?? ""}.d.ts`), "utf8"),
    );
  const names = (list: Registration[]) => [...new Set(list.map(({ type }) => type.replace(/.*:/, "")))].sort();
  const marked = own.filter(canBe);
  return { marked, types: names(marked), others: names(own.filter((one) => !canBe(one))) };
}

test("on AWS everything that can have tags has project, stack, host and, with a time to live, its end", async () => {
  const tags = { Name: "project-stack-web", project: "project", stack: "stack", host: "web", "expires-at": expires };
  const { program } = await awsWith({
    ttlMinutes: 60,
    subnetId: "subnet-1",
    publicAddress: "elastic",
    dataVolume: { sizeGiB: 10 },
    ingress: [{ port: 443, cidrs: ["203.0.113.0/24"] }],
    tags: { team: "a" },
  });
  const { marked, types, others } = sorted(program.registrations, "aws", "tags");
  expect(types).toEqual([
    ...["Eip", "Instance", "SecurityGroup", "SecurityGroupEgressRule", "SecurityGroupIngressRule", "Volume"],
  ]);
  expect(others).toEqual(["EipAssociation", "VolumeAttachment"]);
  for (const { inputs } of marked) expect(inputs.tags).toEqual({ ...tags, team: "a" });
  // Disks that the machine brings with it.
  expect(program.find("web-machine").inputs.rootBlockDevice).toMatchObject({ tags: { ...tags, team: "a" } });
});

test("on Google Cloud everything that can have labels has project, stack, host and, with a time to live, its end", async () => {
  const { program } = await gcpWith(
    { ...gcpBase, ttlMinutes: 60, publicAddress: "static", dataDisk: { sizeGiB: 10 }, labels: { team: "a" } },
    undefined,
    { call: google, answer: (one) => (one.name.endsWith("-expires-at") ? { output: expires } : gcpHealthy(one)) },
  );
  const labels = { project: "project", stack: "stack", host: "web", "expires-at": "20261124t180000z", team: "a" };
  const { marked, types, others } = sorted(program.registrations, "gcp", "labels");
  expect(types).toEqual(["Address", "Disk", "Instance"]);
  expect(others).toEqual(["Firewall"]);
  for (const { inputs } of marked) expect(inputs.labels).toEqual(labels);
  expect(program.find("web-machine").inputs.bootDisk).toMatchObject({ initializeParams: { labels } });
  // It has a description in their place, and a tag that is this host's alone.
  expect(program.find("web-ssh").inputs.description).toBe("SSH to the Docker host web of project/stack");
});
