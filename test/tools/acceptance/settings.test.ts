// SPDX-License-Identifier: Apache-2.0
import { digestOf } from "../../../components/bake/order";
import type { RunOrder } from "../../../tools/acceptance/order";
import { autonaming, hostSettings, imageOrder, imageSettings, swarmSettings } from "../../../tools/acceptance/settings";

const aws: RunOrder = {
  ...{ target: "aws", prefix: "try", ttlMinutes: 120, parts: ["host"], config: { "aws:region": "eu-central-1" } },
  args: { sshIngressCidrs: ["203.0.113.7/32"], tags: { team: "platform" }, dataVolume: { sizeGiB: 2 } },
  keep: false,
};
const gcp: RunOrder = { ...aws, target: "gcp", config: {}, args: { zone: "europe-west1-b" } };
const tags = { team: "platform", "docker-host-test": "try" };

test("a host has the prefix as its name and in a tag, and ends by itself", () => {
  expect(hostSettings(aws)).toEqual({ target: "aws", aws: { ...aws.args, tags, name: "try", ttlMinutes: 120 } });
  expect(hostSettings(gcp, "projects/p/global/images/i")).toEqual({
    target: "gcp",
    gcp: {
      ...{ zone: "europe-west1-b", labels: { "docker-host-test": "try" }, name: "try", ttlMinutes: 120 },
      image: "projects/p/global/images/i",
    },
  });
});

test("an image has those arguments that images have, goes with its stack, and is no other run's", () => {
  const { sshIngressCidrs } = aws.args;
  expect(imageSettings(aws)).toEqual({
    ...{ target: "aws", makes: "image" },
    aws: { sshIngressCidrs, tags, rotateImage: "try", retain: false, name: "try" },
  });
  expect(digestOf(imageOrder(aws))).not.toBe(digestOf(imageOrder({ ...aws, prefix: "other" })));
});

test("a lost image is found by what its stack has made it of", () => {
  const { aws: args } = imageSettings(aws) as { aws: Record<string, unknown> };
  const { name: _name, ...given } = args;
  expect(digestOf(imageOrder(aws))).toBe(digestOf({ target: "aws", args: given }));
});

test("a swarm is a manager and a worker, to whose names the engine adds the prefix", () => {
  expect(swarmSettings(gcp)).toEqual({
    target: "gcp",
    gcp: { zone: "europe-west1-b", labels: { "docker-host-test": "try" }, ttlMinutes: 120 },
    swarm: { managers: { count: 1 }, workers: { count: 1 } },
  });
  expect(autonaming("try")).toEqual({ "pulumi:autonaming.pattern": { value: "try-${name}-${hex(7)}" } });
});
