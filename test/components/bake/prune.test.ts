// SPDX-License-Identifier: Apache-2.0
// With stand-ins for a platform and, for a cloud, for the engine: which images go, and in which order.
import * as bakeries from "../../../components/bake/bakeries";
import type { KeptImage, Removal } from "../../../components/bake/bakery";
import { digestOf } from "../../../components/bake/order";
import { prune, type PruneOrder, removeImage, removeImagesOf } from "../../../components/bake/prune";
import { configOf } from "../../../components/bake/throw-away-stack";
import { EphemeralBackend } from "../../../components/ephemeral/backend";

const image = (name: string, baked: string, isUsed = false): KeptImage<unknown> => ({
  ...{
    name,
    base: "rocky",
    digest: "d",
    baked,
    dockerVersion: "29.1.0",
    packages: [],
    image: `image of ${name}`,
    isUsed,
  },
});
const images = [image("old", "2026-01-01"), image("new", "2026-03-01"), image("used", "2026-01-02", true)];
images.push(image("older", "2025-12-01"));

const order: PruneOrder = { target: "local", args: {}, keep: 1 };
const say = () => {};
const content = { base: () => ({ base: "rocky", architecture: "x64" }), guest: () => ({ login: "rocky" }) };
afterEach(() => jest.restoreAllMocks());

/** Of a platform, only how images are found and removed. */
function platform(bakery: object): void {
  jest.spyOn(bakeries.imageTargets, "local").mockReturnValue({ bakery: () => bakery, ...content } as never);
}

describe("on this computer", () => {
  const removed: unknown[] = [];
  const remove = (one: unknown) => {
    if (one === "image of older") throw new Error("the disk is read-only");
    removed.push(one);
  };
  beforeEach(() => {
    removed.length = 0;
    platform({ list: () => [...images], remove, takeDisk: () => {} });
  });
  const results = async (options: Partial<PruneOrder>) =>
    (await prune({ ...order, ...options }, say)).map(({ name, result, reason }) => [name, result, reason]);

  test("the newest stay and those in use, and one that cannot be removed does not hold up the others", async () => {
    expect(await results({})).toEqual([
      ["new", "kept", undefined],
      ["used", "used", undefined],
      ["old", "removed", undefined],
      ["older", "failed", "the disk is read-only"],
    ]);
    expect(removed).toEqual(["image of old"]);
  });

  test("with its stack go the images of an order, but not those in use, and no others", async () => {
    const digest = digestOf(order);
    const others = [image("other", "2026-01-01"), { ...image("own", "2026-01-01"), digest }];
    others.push({ ...image("own, in use", "2026-01-01", true), digest });
    platform({ list: () => others, remove, takeDisk: () => {} });
    await removeImagesOf(order, say);
    expect(removed).toEqual(["image of own"]);
  });

  test("a dry run says what would go, and nothing goes", async () => {
    expect(await results({ keep: 0, dryRun: true })).toEqual([
      ["new", "old", undefined],
      ["used", "used", undefined],
      ["old", "old", undefined],
      ["older", "old", undefined],
    ]);
    expect(removed).toEqual([]);
  });
});

describe("on a cloud", () => {
  const parts: Removal[] = [
    { type: "aws:ebs/snapshot:Snapshot", name: "snapshot", id: "snap-1" },
    { type: "aws:ec2/ami:Ami", name: "image", id: "ami-1" },
  ];
  let done: string[];
  const cloud = (refused?: string) => {
    done = [];
    platform({ list: () => Promise.resolve(images), removal: () => Promise.resolve(parts) });
    let program = () => Promise.resolve<Record<string, unknown>>({});
    const stack = {
      setAllConfig: (config: object) => Promise.resolve(done.push(JSON.stringify(config))),
      up: async () => ({
        outputs: Object.fromEntries(Object.entries(await program()).map(([name, value]) => [name, { value }])),
      }),
      import: ({ resources: [one], protect }: { resources: Removal[]; protect: boolean }) => {
        if (one?.id === refused) return Promise.reject(new Error("may not be read"));
        return Promise.resolve(done.push(`${one?.id} is taken in${protect ? ", protected" : ""}`));
      },
      destroy: ({ remove }: { remove?: boolean }) =>
        Promise.resolve(done.push(remove ? "the stack goes" : "what is in it goes")),
    };
    const backend = {
      project: "ephemeral",
      create: (_name: string, given: typeof program) => {
        program = given;
        return Promise.resolve(stack);
      },
      close: () => done.push("closed"),
    };
    jest.spyOn(EphemeralBackend, "open").mockResolvedValue(backend as never);
  };
  const place = { ...order, config: { "aws:region": "eu-central-1" } };
  const config = '{"aws:region":{"value":"eu-central-1"}}';

  test("each part of an image is taken into a stack and destroyed, the last one that was made first", async () => {
    cloud();
    await removeImage(place, "ami-1", say);
    const parted = ["ami-1", "snap-1"].flatMap((id) => [`${id} is taken in`, "what is in it goes"]);
    expect(done).toEqual([config, ...parted, "the stack goes", "closed"]);
  });

  test("where that fails, the stack is destroyed nevertheless, and the others are gone on with", async () => {
    cloud("snap-1");
    const pruned = await prune({ ...place, keep: 2 }, say);
    expect(pruned.map(({ name, result, reason }) => [name, result, reason])).toEqual([
      ["new", "kept", undefined],
      ["used", "kept", undefined],
      ["old", "failed", "may not be read"],
      ["older", "failed", "may not be read"],
    ]);
    const end = ["ami-1 is taken in", "what is in it goes", "the stack goes", "closed"];
    expect(done).toEqual([config, "the stack goes", "closed", config, ...end, config, ...end]);
  });
});

test("what is secret in a stack's configuration is secret in that of its throw-away stack", () => {
  expect(configOf({ config: { "aws:region": "r", "aws:secretKey": "hush" }, secretConfig: ["aws:secretKey"] })).toEqual(
    {
      "aws:region": { value: "r" },
      "aws:secretKey": { value: "hush", secret: true },
    },
  );
});
