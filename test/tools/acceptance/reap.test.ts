// SPDX-License-Identifier: Apache-2.0
// What is removed, in which order, and what is said where some of it cannot be.
import { StillThere } from "../../../tools/acceptance/messages";
import type { RunOrder } from "../../../tools/acceptance/order";
import { reap } from "../../../tools/acceptance/reap";
import type { RunRecord } from "../../../tools/acceptance/records";

const done: string[] = [];
const cloud = { stackNames: () => Promise.resolve(["a", "b", "somebody-elses"]) };
const note = (what: string) => Promise.resolve(void done.push(what));

jest.mock("../../../components/ephemeral/backend", () => ({
  EphemeralBackend: {
    open: () =>
      Promise.resolve({
        stackNames: () => cloud.stackNames(),
        select: (name: string) => Promise.resolve({ name, cancel: () => note(`unlocked ${name}`) }),
        close: () => {},
      }),
  },
}));
jest.mock("../../../components/ephemeral/engine", () => ({ destroy: ({ name }: { name: string }) => note(name) }));
jest.mock("../../../components/bake/bake", () => ({ cleanMaking: () => note("what makes the image") }));
jest.mock("../../../components/bake/prune", () => ({ removeImagesOf: () => note("the image") }));
jest.mock("../../../tools/acceptance/look-up", () => ({ lookUp: () => Promise.resolve([]) }));
jest.mock("../../../tools/acceptance/run-stack", () => ({ resourcesOf: () => Promise.resolve([]) }));
jest.mock("../../../tools/acceptance/records", () => ({
  fileOf: (prefix: string) => `/notes/${prefix}.json`,
  forget: () => done.push("forgotten"),
}));

const order: RunOrder = {
  ...{ target: "aws", prefix: "mine", ttlMinutes: 120, parts: ["host"], args: {}, config: {}, keep: false },
};
const record: RunRecord = {
  ...{ order, account: "123456789012", pid: 1, command: "", backend: "", stacks: ["a", "gone", "b"], kept: false },
};
beforeEach(() => (done.length = 0));

test("the run's own stacks go, the last one first, and then the note of it", async () => {
  await reap(record, () => {});
  expect(done).toEqual(["unlocked b", "b", "unlocked a", "a", "forgotten"]);
});

test("where an image was made, the machine of whoever was making it goes first, and the image last", async () => {
  await reap({ ...record, order: { ...order, parts: ["image"] } }, () => {});
  expect(done).toEqual(["what makes the image", "unlocked b", "b", "unlocked a", "a", "the image", "forgotten"]);
});

test("where the stacks cannot be read, the rest is still tried, and the error names the note and when it may go", async () => {
  cloud.stackNames = () => Promise.reject(new Error("no bucket"));
  const failed = reap({ ...record, order: { ...order, parts: ["image"] } }, () => {});
  await expect(failed).rejects.toThrow(StillThere);
  await expect(failed).rejects.toThrow(
    "run `npm run test:cloud -- aws --reap`, or delete /notes/mine.json where nothing of that name is in the cloud:\nits stacks: no bucket",
  );
  expect(done).toEqual(["what makes the image", "the image"]);
});
