// SPDX-License-Identifier: Apache-2.0
import type { ImageFacts } from "../../../components/bake/baked-image";
import { gcpBakery } from "../../../components/gcp/bakery";
import { describeImage } from "../../../components/gcp/image-description";
import type { Args } from "../../../components/gcp/image-target";
import { RecordedProgram, type Properties } from "../recorded-program";
import { base, google, healthy } from "./host-under-test";

const digest = "0123456789abcdef".repeat(4);
const facts: ImageFacts = {
  name: "docker-host-0123456789ab-20261126-224607",
  base: "rocky-linux-9-optimized-gcp-v20261101",
  digest,
  baked: "2026-11-26T22:46:07Z",
  dockerVersion: "29.1.0",
  packages: ["docker-ce-29.1.0-1.el9.x86_64"],
};
const args = base as Args;
const key = (location: string) => `projects/p/locations/${location}/keyRings/r/cryptoKeys/k`;
const source = "https://www.googleapis.com/compute/v1/projects/my-project/zones/europe-west1-b/disks/image-machine";

/** The stack in which an image is made, once the machine is sealed. */
async function second(more: Partial<Args> = {}) {
  const program = await RecordedProgram.start(
    async (registered) => {
      const { type, inputs } = registered;
      if (type !== "gcp:compute/instance:Instance") return healthy(registered);
      // As Google answers for one that is off.
      const nics = [{ networkIp: "10.132.0.7", accessConfigs: [{ natIp: "" }] }];
      const bootDisk = { ...(inputs.bootDisk as Properties), source };
      return { ...(await healthy(registered)), bootDisk, networkInterfaces: nics, currentStatus: "TERMINATED" };
    },
    { call: google },
  );
  const host = gcpBakery.createHost("image", { ...args, ...more }, "image");
  const image = gcpBakery.createImage("image", host, { ...args, ...more }, facts);
  const id = await new Promise((resolve) => image.apply(resolve));
  await program.outputsOf(host);
  return { program, id, image: program.registrations.find(({ type }) => type === "gcp:compute/image:Image") };
}

describe("the machine that becomes an image", () => {
  test("is a host with the least disk, that is deleted after two hours", async () => {
    const program = await RecordedProgram.start(healthy, { call: google });
    await program.outputsOf(gcpBakery.createHost("image", { ...args, family: "fam", retain: true }, "host"));
    const { inputs } = program.find("image-machine");
    expect(inputs).toMatchObject({
      bootDisk: { initializeParams: { size: 20 } },
      scheduling: { instanceTerminationAction: "DELETE", maxRunDuration: { seconds: 7200 } },
    });
    expect(inputs).not.toHaveProperty("desiredStatus");
    expect(program.find("image-health-check").ignoreChanges).toEqual([]);
  });

  test("is the same, off, when it is sealed: nobody looks for its address or asks for its key, and no check is made", async () => {
    const before = await RecordedProgram.start(healthy, { call: google });
    // The moment at which it ends is another one in each program of a test.
    const labels = { "expires-at": "20261126t235959z" };
    await before.outputsOf(gcpBakery.createHost("image", { ...args, labels }, "host"));
    const { program } = await second({ labels });
    const names = ({ registrations }: RecordedProgram) =>
      registrations.map(({ name, type }) => `${type} ${name}`).sort();
    expect(names(program)).toEqual([...names(before), "gcp:compute/image:Image image-image"].sort());
    const machine = before.find("image-machine");
    expect(program.find("image-machine")).toEqual({
      ...machine,
      inputs: { ...machine.inputs, desiredStatus: "TERMINATED" },
    });
    expect(program.find("image-health-check").ignoreChanges).toEqual(["stdin", "triggers"]);
    expect(program.find("image-public-host-key").inputs).toEqual({});
  });
});

describe("the image", () => {
  test("is of the machine's disk, says what is in it, and is what a host takes", async () => {
    const { image, id } = await second({ labels: { team: "a", "docker-host-digest": "x" } });
    expect(image).toMatchObject({ name: "image-image", parent: undefined, dependencies: ["image-machine"] });
    expect(image?.inputs).toEqual({
      name: facts.name,
      family: "docker-host",
      sourceDisk: source,
      description: describeImage(facts),
      labels: { team: "a", "docker-host-digest": digest.slice(0, 63) },
    });
    expect(id).toBe("image-image-id");
  });

  test.each<[string, Partial<Args>, Properties]>([
    ["an Arm type", { machineType: "t2a-standard-1" }, { family: "docker-host-arm64" }],
    ["a family", { family: "ci" }, { family: "ci" }],
    [
      "a regional key, which Google uses in that region alone",
      { kmsKey: key("europe-west1") },
      { imageEncryptionKey: { kmsKeySelfLink: key("europe-west1") }, storageLocations: ["europe-west1"] },
    ],
    ["a key of all regions", { kmsKey: key("global") }, { imageEncryptionKey: { kmsKeySelfLink: key("global") } }],
    ["a place", { kmsKey: key("us-east1"), storageLocation: "us" }, { storageLocations: ["us"] }],
  ])("with %s", async (_what, more, inputs) => {
    const { image } = await second(more);
    expect(image?.inputs).toMatchObject(inputs);
    if (!("storageLocations" in inputs)) expect(image?.inputs).not.toHaveProperty("storageLocations");
  });
});

describe("an image that is there", () => {
  const found = (name: string, more: Partial<ImageFacts> = {}, description?: string) => ({
    name,
    selfLink: `https://www.googleapis.com/compute/v1/projects/my-project/global/images/${name}`,
    description: description ?? describeImage({ ...facts, name, ...more }),
  });
  async function ask<T>(images: object[], act: () => Promise<T>, named: string[] = []) {
    const questions: unknown[] = [];
    await RecordedProgram.start(() => ({}), {
      call: ({ token, inputs }) => {
        questions.push(inputs);
        if (token.endsWith(":getImages")) return { images };
        const { filter } = inputs as { filter: string };
        if (named.some((one) => filter === `description = "machines with Docker, from ${one}"`)) return {};
        // Where gRPC has the words of a provider.
        throw Object.assign(new Error(), { details: "your filter has returned 0 instance template(s). Please refine" });
      },
    });
    return { answer: await act(), questions };
  }

  test("is the newest of the digest in the family, whole", async () => {
    const images = [
      found("old", { baked: "2026-01-01T00:00:00Z" }),
      found("new"),
      found("mid", { baked: "2026-05-01T00:00:00Z" }),
    ];
    const { answer, questions } = await ask(images, () => gcpBakery.find(digest, args));
    expect(answer).toEqual({ ...facts, name: "new", image: "projects/my-project/global/images/new" });
    expect(questions).toEqual([
      { filter: `(labels.docker-host-digest = "${digest.slice(0, 63)}") (family = docker-host) (status = READY)` },
    ]);
  });

  test.each([
    ["there is none", []],
    ["its content is another", [found("a", { digest: `${digest.slice(0, 63)}0` })]],
    ["its description is somebody's own", [found("a", {}, "golden")]],
    ["its description is of another image", [found("a", {}, describeImage(facts))]],
  ])("is none where %s", async (_why, images) => {
    expect((await ask(images, () => gcpBakery.find(digest, args))).answer).toBeUndefined();
  });

  test("is listed with all others of the family, and removed by its id", async () => {
    const { answer, questions } = await ask([found("a", { digest: "f0" }), found("b")], () =>
      gcpBakery.list({ ...args, family: "ci" }),
    );
    expect(answer.map(({ name, isUsed }) => [name, isUsed])).toEqual([
      ["a", false],
      ["b", false],
    ]);
    expect(questions[0]).toEqual({ filter: "(labels.docker-host-digest:*) (family = ci) (status = READY)" });
    expect(await gcpBakery.removal("projects/my-project/global/images/a", args)).toEqual([
      { type: "gcp:compute/image:Image", name: "a", id: "projects/my-project/global/images/a" },
    ]);
  });

  test.each([
    ["names it", "a", [false, true]],
    ["names its family, of which it is the newest", "ci", [true, false]],
    ["names another one", "c", [false, false]],
  ])("is in use where a template of ours %s", async (_what, name, used) => {
    const images = [found("a", { baked: "2026-01-01T00:00:00Z" }), found("b")];
    const list = () => gcpBakery.list({ ...args, family: "ci" });
    const { answer } = await ask(images, list, [name]);
    expect(answer.map(({ isUsed }) => isUsed)).toEqual(used);
  });

  test("is in use, for all that anybody knows, where Google does not say which templates there are", async () => {
    await RecordedProgram.start(() => ({}), {
      call: ({ token }) => {
        if (token.endsWith(":getImages")) return { images: [found("a")] };
        throw Object.assign(new Error(), {
          details: "Error 403: Required 'compute.instanceTemplates.list' permission",
        });
      },
    });
    await expect(gcpBakery.list(args)).rejects.toThrow("compute.instanceTemplates.list");
  });
});
