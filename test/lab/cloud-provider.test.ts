// SPDX-License-Identifier: Apache-2.0
// What the clouds' providers have in common, shown on a cloud that has only shelves.
import { drifted } from "./cloud/drift";
import type { CloudDefinition } from "./cloud/resource-type";
import { ScratchCloud } from "./cloud/scratch-cloud";
import { boolean, computed, map, number, replaces, required, string } from "./cloud/shape";
import { CloudUnderTest } from "./cloud/under-test";
import { isSecret, type Properties, reveal, secret, unknown } from "../../tools/stand-ins/command-provider/values";

const shelf = "shop:index:Shelf";
const definition: CloudDefinition = {
  name: "shop",
  version: "1.0.0",
  resources: {
    [shelf]: {
      inputs: {
        ...{ label: required(string), width: replaces(number), height: { ...number, default: 2 }, painted: boolean },
        ...{ colour: computed(string), tags: map, boards: { type: ["string"] } },
        box: { type: { lid: replaces(string), lock: { type: { code: required(string) } } } },
        crates: { type: [{ weight: required(number) }] },
      },
      outputs: ["place"],
      complete: (inputs, name) => (inputs.colour === undefined ? { colour: `${name}-grey` } : {}),
      check: ({ label }) => (label === "bad" ? [{ property: "label", reason: "label is bad" }] : []),
      deleteBeforeReplace: ({ label }) => label === "only one",
      create: (inputs, { config }) =>
        Promise.resolve({ id: "s-1", outputs: { place: `${String(config.town)} ${String(inputs.label)}` } }),
      read: (id, state) => Promise.resolve(id === "gone" ? undefined : { ...state, label: "moved" }),
      update: (_, inputs, state) => Promise.resolve({ place: `${String(inputs.label)} after ${String(state.label)}` }),
      altered: (changes) => (changes.has("label") ? ["place"] : []),
      delete: () => Promise.reject(new Error("nailed to the wall")),
    },
  },
  lookUps: { "shop:index:find": { inputs: { label: required(string) }, run: ({ label }) => ({ found: label }) } },
  checkConfig: ({ town }) => (town === undefined ? [{ property: "town", reason: "which town" }] : []),
};

let cloud: ScratchCloud;
let shop: CloudUnderTest;

beforeEach(async () => {
  cloud = new ScratchCloud();
  shop = new CloudUnderTest(definition);
  await shop.configure({ town: "Ulm" });
});
afterEach(() => cloud.remove());

describe("inputs", () => {
  test.each<[string, Properties, string, RegExp]>([
    ["one that there is not", { label: "x", depth: 1 }, "depth", /"depth" is not expected here/],
    ["one inside that there is not", { label: "x", box: { hinge: "" } }, "box.hinge", /"hinge" is not expected/],
    ["a missing one", {}, "label", /"label" is required/],
    ["a missing one inside", { label: "x", box: { lock: {} } }, "box.lock.code", /"code" is required/],
    ["a missing one in a list", { label: "x", crates: [{}] }, "crates[0].weight", /"weight" is required/],
    ["a text for a number", { label: "x", width: "3" }, "width", /expected type 'number', got 'string'/],
    ["a text for a list", { label: "x", boards: "a" }, "boards", /expected type 'list', got 'string'/],
    ["a number in a list", { label: "x", boards: ["a", 1] }, "boards[1]", /expected type 'string', got 'number'/],
    ["a number as a tag", { label: "x", tags: { a: 1 } }, 'tags["a"]', /expected type 'string'/],
    ["a list for an object", { label: "x", box: [] }, "box", /expected type 'object', got 'list'/],
    ["a value that the type refuses", { label: "bad" }, "label", /label is bad/],
    ["a secret of the wrong type", { label: secret(1) }, "label", /expected type 'string'/],
  ])("%s is refused", async (_, inputs, property, reason) => {
    expect((await shop.check(shelf, inputs)).failures[property]).toMatch(reason);
  });

  test("what is not known yet is taken, and stays as it was written", async () => {
    const inputs = { label: unknown, width: unknown, boards: [unknown], box: unknown, tags: secret(unknown) };
    const checked = await shop.check(shelf, inputs);
    expect(checked.failures).toEqual({});
    expect(checked.inputs).toMatchObject(inputs);
  });

  test("defaults are filled in, and nothing stands for what is null", async () => {
    expect((await shop.check(shelf, { label: "x", painted: null, tags: secret(null) })).inputs).toEqual({
      ...{ label: "x", height: 2, colour: "name-grey" },
    });
  });

  test("a type that there is not is refused with those that there are", async () => {
    await expect(shop.check("shop:index:Counter", {})).rejects.toThrow(
      "the laboratory's stand-in for shop has no shop:index:Counter; it has shop:index:Shelf",
    );
  });
});

describe("differences", () => {
  const olds = { label: "a", width: 1, box: { lid: "x", lock: { code: "1" } }, colour: "red", tags: { a: "1" } };
  test.each<[string, Properties, string[]]>([
    ["nothing", {}, []],
    ["an input", { label: "b" }, ["label"]],
    ["an input that replaces", { width: 2 }, ["+width"]],
    ["one inside", { box: { lid: "x", lock: { code: "2" } } }, ["box.lock.code"]],
    ["one inside that replaces", { box: { lid: "y", lock: { code: "1" } } }, ["+box.lid"]],
    ["one that is no longer known", { width: unknown }, ["+width"]],
    ["one taken out", { tags: undefined }, ["tags"]],
    ["one taken out that the cloud fills in", { colour: undefined }, []],
    ["only its being secret", { label: secret("a") }, []],
  ])("%s", async (_, change, paths) => {
    const news = Object.fromEntries(
      Object.entries<unknown>({ ...olds, ...change }).filter(([, value]) => value !== undefined),
    );
    expect((await shop.diff(shelf, olds, news)).paths).toEqual(paths);
  });

  test("the old one goes first only where it is replaced and there is no room for two", async () => {
    const only = { label: "only one", width: 1 };
    expect((await shop.diff(shelf, only, { ...only, width: 2 })).deleteBeforeReplace).toBe(true);
    expect((await shop.diff(shelf, only, { ...only, painted: true })).deleteBeforeReplace).toBe(false);
    expect((await shop.diff(shelf, olds, { ...olds, width: 2 })).deleteBeforeReplace).toBe(false);
  });
});

describe("life", () => {
  test("a preview creates nothing and knows no outputs", async () => {
    const { id, state } = await shop.create(shelf, { label: "x" }, { preview: true });
    expect(id).toBe("");
    expect(state).toEqual({ label: "x", height: 2, colour: "name-grey", place: unknown });
  });

  test("handlers get plain values, and secrets are secret again in the state", async () => {
    const { id, state } = await shop.create(shelf, { label: secret("x"), tags: { a: secret("1") }, height: 1 });
    expect(id).toBe("s-1");
    expect(Object.keys(state).filter((key) => isSecret(state[key]))).toEqual(["label", "tags"]);
    expect(reveal(state)).toEqual({ label: "x", tags: { a: "1" }, height: 1, colour: "name-grey", place: "Ulm x" });
  });

  test("an update forgets what is no longer given and keeps what the cloud has filled in", async () => {
    const state = { label: "a", painted: true, colour: "red", place: "p" };
    const updated = await shop.update(shelf, "s-1", state, { label: "a" }, { label: "b", colour: "red" });
    expect(updated).toEqual({ label: "b", height: 2, colour: "red", place: "b after a" });
  });

  test("the preview of an update does not know what the change alters", async () => {
    const state = { label: "a", place: "p" };
    const preview = (news: Properties) => shop.update(shelf, "s-1", state, { label: "a" }, news, { preview: true });
    expect((await preview({ label: "b" })).place).toBe(unknown);
    expect((await preview({ label: "a", painted: true })).place).toBe("p");
  });

  test("what is gone has no id", async () => {
    expect((await shop.read(shelf, "gone")).id).toBe("");
    expect(await shop.read(shelf, "s-1", { label: secret("a") })).toMatchObject({
      id: "s-1",
      state: { label: secret("moved") },
    });
  });

  test("an error of the cloud reaches the engine in its words", async () => {
    await expect(shop.delete(shelf, "s-1")).rejects.toThrow("nailed to the wall");
  });
});

test("inputs become what is there, as far as something was given", () => {
  const now = { a: "2", b: { c: 1, filled: 2 }, d: ["y"], e: ["x", "y"], filled: true };
  expect(drifted({ a: "1", b: { c: 0 }, d: ["x"], e: ["x"], f: "kept" }, now)).toEqual({
    ...{ a: "2", b: { c: 1 }, d: ["y"], e: ["x", "y"], f: "kept" },
  });
});

test("look-ups check their arguments", async () => {
  expect(await shop.invoke("shop:index:find", { label: "x" })).toEqual({ found: "x" });
  await expect(shop.invoke("shop:index:find", {})).rejects.toThrow(
    'label: Missing required argument: the argument "label"',
  );
  await expect(shop.invoke("shop:index:seek", {})).rejects.toThrow("has no shop:index:seek");
});

test("a configuration that is refused stops the provider", async () => {
  await expect(shop.configure({})).rejects.toThrow("which town");
});

test.each(["", "relative/folder"])("PULUMI_LAB_CLOUD=%j is refused", async (folder) => {
  process.env.PULUMI_LAB_CLOUD = folder;
  await expect(shop.create(shelf, { label: "x" })).rejects.toThrow(/PULUMI_LAB_CLOUD must be the absolute path/);
});
