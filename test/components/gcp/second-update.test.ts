// SPDX-License-Identifier: Apache-2.0
// What Google and its provider write in another way than the caller must not come back as a difference: a second update,
// with or without a refresh, would stop or replace the machine, or its data disk. The cloud is the laboratory's.
import type * as pulumi from "@pulumi/pulumi";

import type { GcpDockerHostArgs } from "../../../components/gcp/args";
import { GcpDockerHost } from "../../../components/gcp/docker-host";
import { GcpDockerTemplate } from "../../../components/gcp/docker-template";
import { GcpSwarmNetwork } from "../../../components/gcp/swarm-network";
import type { GcpDockerTemplateArgs } from "../../../components/gcp/template-args";
import { emptyCloud } from "../../lab/gce/cloud-under-test";
import { claimed, fakes } from "../../lab/gce/fake-machines";
import { RecordedProgram } from "../recorded-program";
import { MadeInCloud } from "../second-update";
import { base, healthy } from "./host-under-test";

jest.mock("../../lab/cloud/machine", () => jest.requireActual<object>("../../lab/gce/fake-machines"));
jest.mock("../../lab/cloud/loopback", () => jest.requireActual<object>("../../lab/gce/fake-machines"));
jest.mock("../../lab/cloud/monitor", () => jest.requireActual<object>("../../lab/gce/fake-machines"));
jest.mock("node:child_process", () => jest.requireActual<{ programs: object }>("../../lab/gce/fake-programs").programs);

beforeEach(() => {
  fakes.clear();
  claimed.clear();
});

/** What later updates change of a host that was made with these arguments. */
const laterChanges = (args: Partial<GcpDockerHostArgs>) =>
  // The key that a machine publishes is none of these machines'.
  changesOf(() => new GcpDockerHost("web", { ...base, hostKeyFrom: "injected", ...args }));

async function changesOf(create: () => pulumi.ComponentResource): Promise<string[]> {
  const { gcp, remove } = await emptyCloud();
  const made = new MadeInCloud(gcp);
  const program = await RecordedProgram.start(
    (registered) => (registered.type.startsWith("gcp:") ? made.create(registered) : healthy(registered)),
    { call: ({ token, inputs }) => gcp.invoke(token, inputs as Record<string, unknown>) },
  );
  try {
    await program.outputsOf(create());
    return await made.laterChanges();
  } finally {
    remove();
  }
}

const own = "projects/my-project";

test.each<[string, Partial<GcpDockerHostArgs>]>([
  ["the least arguments", {}],
  [
    "every argument",
    {
      ...{ machineType: "n2-standard-2", image: "my-images/golden", diskGiB: 40, diskType: "pd-ssd", spot: false },
      kmsKey: "projects/keys/locations/europe-west1/keyRings/R/cryptoKeys/K",
      ...{ dataDisk: { sizeGiB: 10, type: "pd-ssd" }, docker: { dataRoot: "/data/docker" }, publicAddress: "static" },
      ...{ network: `${own}/global/networks/default`, networkTags: ["b", "a"], ttlMinutes: 60, secureBoot: false },
      ...{ serviceAccount: { email: "web@p.iam.gserviceaccount.com" }, labels: { team: "a" }, metadata: { a: "B" } },
    },
  ],
  [
    "links in full",
    {
      network: `https://www.googleapis.com/compute/v1/${own}/global/networks/default`,
      subnetwork: `https://compute.googleapis.com/compute/v1/${own}/regions/europe-west1/subnetworks/default`,
    },
  ],
  ["a network by its full name", { network: `//compute.googleapis.com/${own}/global/networks/default` }],
  ["names", { network: "default", subnetwork: "default", zone: "europe-west1-c" }],
])("of a host with %s changes nothing", async (_what, args) => {
  expect(await laterChanges(args)).toEqual([]);
});

test.each<[string, GcpDockerTemplateArgs]>([
  ["the least arguments", {}],
  [
    "every argument",
    {
      ...{ machineType: "n2-standard-2", image: "my-images/base-2026-06-09", diskGiB: 40, diskType: "pd-ssd" },
      kmsKey: "projects/keys/locations/europe-west1/keyRings/R/cryptoKeys/K",
      ...{ network: `${own}/global/networks/default`, networkTags: ["a"], secureBoot: false, publicAddress: true },
      ...{ serviceAccount: { email: "web@p.iam.gserviceaccount.com" }, labels: { team: "a" }, metadata: { a: "B" } },
    },
  ],
  ["spot machines", { spot: true }],
  ["a family", { image: "projects/my-images/global/images/family/golden" }],
])("of a template with %s, nothing", async (_what, args) => {
  expect(await changesOf(() => new GcpDockerTemplate("runner", args))).toEqual([]);
});

test.each([
  ["the least arguments", {}],
  ["every argument", { network: `${own}/global/networks/default`, encryptedOverlays: true, dataPathPort: 5789 }],
])("of a swarm's network with %s, nothing", async (_what, args) => {
  expect(await changesOf(() => new GcpSwarmNetwork("swarm", args))).toEqual([]);
});
