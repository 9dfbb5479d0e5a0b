// SPDX-License-Identifier: Apache-2.0
// A program of its own: see outcome.ts. Hosts under mocks that know nothing of them: those of Pulumi's documentation, which
// give back what was asked for, and some that give back nothing at all.
import * as pulumi from "@pulumi/pulumi";

import { AwsDockerHost } from "../../components/aws/docker-host";
import { AwsDockerTemplate } from "../../components/aws/docker-template";
import { GcpDockerHost } from "../../components/gcp/docker-host";
import { GcpDockerTemplate } from "../../components/gcp/docker-template";
import { HostHealth } from "../../components/health";
import { DockerSwarm } from "../../components/swarm";
import { LocalDockerHost } from "../../components/local/docker-host";
import { type Outcome, outcomeOf, printOutcomes } from "./outcome";
import { RecordedProgram } from "./recorded-program";

const shared = { ttlMinutes: 60, users: [{ name: "ci" }], health: { rebootCheck: true } };
const aws = { sshIngressCidrs: ["203.0.113.0/24"] };
const gcp = { zone: "europe-west1-b", sshSourceRanges: ["203.0.113.0/24"] };
const local = { image: { name: "Rocky", disk: "/images/rocky.qcow2" } };

const hosts: Record<string, () => pulumi.ComponentResource> = {
  "a host on AWS": () => new AwsDockerHost("web", aws),
  "a host on AWS with all that can be made": () => {
    const own = { subnetId: "subnet-0a", dataVolume: { sizeGiB: 10 } };
    return new AwsDockerHost("web", { ...shared, ...aws, ...own, publicAddress: "elastic" });
  },
  "a host on Google Cloud": () => new GcpDockerHost("web", gcp),
  "a host on Google Cloud with all that can be made": () =>
    new GcpDockerHost("web", { ...shared, ...gcp, publicAddress: "static", dataDisk: { sizeGiB: 10 } }),
  "a host on Google Cloud without a public address": () => new GcpDockerHost("web", { ...gcp, publicAddress: "none" }),
  "a template on Google Cloud": () => new GcpDockerTemplate("web"),
  "a host on this computer": () => new LocalDockerHost("web", { ...shared, ...local }),
  "a template on AWS": () => new AwsDockerTemplate("web", { securityGroupIds: ["sg-0a"] }),
  "a swarm of hosts on this computer": () => {
    const { connection, machineId, dockerHost } = new LocalDockerHost("m1", local);
    return new DockerSwarm("web", {
      managers: [{ name: "m1", connection, machineId, dockerHost, privateAddress: "10.0.0.1" }],
    });
  },
  "somebody's host": () => new HostHealth("web", { connection: { host: "192.0.2.1" }, dockerUsers: ["rocky"] }),
};

type State = Record<string, unknown>;
const mocks: Record<string, pulumi.runtime.Mocks> = {
  "give back what was asked for": {
    newResource: ({ name, inputs }) => ({ id: `${name}_id`, state: inputs as State }),
    call: ({ inputs }) => inputs as State,
  },
  "give back nothing": { newResource: ({ name }) => ({ id: `${name}_id`, state: {} }), call: () => ({}) },
};

interface Case {
  make: () => pulumi.ComponentResource;
  given: pulumi.runtime.Mocks;
  preview: boolean;
}

async function outcome({ make, given, preview }: Case): Promise<Outcome> {
  const start = async () => {
    const program = await RecordedProgram.start(() => ({}));
    await pulumi.runtime.setMocks(given, "project", "stack", preview);
    return program;
  };
  return outcomeOf(start, () => ({ host: make() }), []);
}

const cases = Object.entries(hosts).flatMap(([host, make]) =>
  Object.entries(mocks).flatMap(([kind, given]) =>
    [false, true].map((preview): [string, Case] => [
      `${host}, mocks that ${kind}, in ${preview ? "preview" : "up"}`,
      { make, given, preview },
    ]),
  ),
);

void printOutcomes(Object.fromEntries(cases), outcome);
