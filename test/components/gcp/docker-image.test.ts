// SPDX-License-Identifier: Apache-2.0
import { digestOf } from "../../../components/bake/order";
import { GcpDockerImage } from "../../../components/gcp/docker-image";
import type { GcpDockerImageArgs } from "../../../components/gcp/image-args";
import { gcpImageProblems, imageRows } from "../../../components/gcp/image-rules";
import type { BakeOrder } from "../../../components/bake/order";
import { RecordedProgram } from "../recorded-program";

const base: GcpDockerImageArgs = { zone: "europe-west1-b", sshSourceRanges: ["203.0.113.0/24"] };
const baked = {
  name: "docker-host-0123456789ab-20261126-224607",
  ...{ base: "rocky-linux-9-optimized-gcp-v20261101", digest: "0123", baked: "2026-11-26T22:46:07Z" },
  ...{ dockerVersion: "29.1.0", packages: ["docker-ce-29.1.0-1.el9.x86_64"] },
  image: "projects/my-project/global/images/docker-host-0123456789ab-20261126-224607",
};

test("is one command, and gives what that has made", async () => {
  const program = await RecordedProgram.start(() => ({ stdout: JSON.stringify(baked) }));
  const outputs = await program.outputsOf(new GcpDockerImage("docker", { ...base, family: "ci" }));
  expect(program.registrations.map(({ type, name, parent }) => [type, name, parent])).toEqual([
    ["pulumi-docker-host:index:GcpDockerImage", "docker", undefined],
    ["command:local:Command", "docker-image", "docker"],
  ]);
  const { inputs, replacementTrigger } = program.find("docker-image");
  const order = JSON.parse((inputs.stdin as { secret: string }).secret) as BakeOrder;
  expect(order).toMatchObject({ target: "gcp", args: { ...base, family: "ci" } });
  expect(replacementTrigger).toBe(digestOf(order));
  expect(outputs).toMatchObject({ image: baked.image, imageName: baked.name, dockerVersion: "29.1.0" });
});

describe("another image is made", () => {
  const digest = (more: Partial<GcpDockerImageArgs> = {}) => digestOf({ target: "gcp", args: { ...base, ...more } });
  test.each<[string, Partial<GcpDockerImageArgs>]>([
    ["a package", { docker: { packages: ["jq"] } }],
    ["another base", { image: "my-images/golden" }],
    ["another processor", { machineType: "t2a-standard-1" }],
    ["another family", { family: "ci" }],
    ["another size", { diskGiB: 30 }],
    ["a key", { kmsKey: "projects/p/locations/l/keyRings/r/cryptoKeys/k" }],
    ["another place", { storageLocation: "eu" }],
    ["a text to rotate it", { rotateImage: "2026-12" }],
  ])("for %s", (_what, more) => {
    expect(digest(more)).not.toBe(digest());
    // As the documentation's table says.
    for (const name of Object.keys(more) as (keyof GcpDockerImageArgs)[])
      expect([name, imageRows[name].change]).toEqual([name, "another image"]);
  });

  test.each<[string, Partial<GcpDockerImageArgs>]>([
    ["another machine of the same processor", { machineType: "n2-standard-4" }],
    ["another way to the machine", { connectVia: "iap" }],
    ["labels", { labels: { a: "b" } }],
    ["how Docker runs while it is made", { docker: { daemonConfig: { debug: true } } }],
  ])("but not for %s", (_what, more) => {
    expect(digest(more)).toBe(digest());
  });
});

describe("arguments are refused", () => {
  test.each<[string, unknown, string]>([
    ["a family with a dot", { family: "rocky.9" }, `family: "rocky.9" is not the name of a family`],
    [
      "a place that is a zone",
      { storageLocation: "europe-west1-b" },
      `storageLocation: "europe-west1-b" is not a region`,
    ],
    ["a static address", { publicAddress: "static" }, `publicAddress: "static" is none of "ephemeral", "none"`],
    ["what a host has alone", { users: [{ name: "ci" }] }, "users"],
    ["a folder of Docker's", { docker: { dataRoot: "/data/docker" } }, "docker.dataRoot: belongs to a host"],
    [
      "probes of a host's own",
      { health: { probes: [{ name: "agent", command: "true", hint: "start it" }] } },
      "health.probes: belong to a host: each asks them when it is made from the image; leave them out here",
    ],
    ["no way in", { sshSourceRanges: undefined }, "sshSourceRanges: is missing"],
  ])("%s", (_what, more, message) => {
    const problems = gcpImageProblems({ ...base, ...(more as GcpDockerImageArgs) });
    expect(problems.map(({ path, message: text }) => `${path}: ${text}`).join("\n")).toContain(message);
    expect(() => new GcpDockerImage("docker", { ...base, ...(more as GcpDockerImageArgs) })).toThrow();
  });

  test("none of a host's that an image may have, base and rotation together too", () => {
    expect(
      gcpImageProblems({ ...base, image: "my-images/golden", rotateImage: "2026-12", securityUpdates: true }),
    ).toEqual([]);
  });
});
