// SPDX-License-Identifier: Apache-2.0
// With a stand-in for the process that makes images.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

jest.mock("../../../components/bake/start-baker");
jest.mock("../../../tools/shared/places", () => {
  const root = mkdtempSync(join(tmpdir(), "host-image-"));
  return { root, standIns: root, local: join(root, ".pulumi-local"), cache: join(root, "cache") };
});

import { stringify } from "yaml";

import { startBaker } from "../../../components/bake/start-baker";
import type { Pulumi } from "../../../tools/setup/pulumi";
import { local, root } from "../../../tools/shared/places";
import { Interrupted } from "../../../tools/shared/subprocess";
import { BakeFailed } from "../../../tools/start/bake-for-start";
import { hostImage } from "../../../tools/start/host-image";

const pulumi: Pulumi = { origin: "", path: ["/cli"], env: {}, run: () => Promise.resolve("") };
const rocky = { image: { name: "Rocky's own", disk: "/images/rocky.qcow2" } };
const disk = join(root, "disk.qcow2");
const baker = jest.mocked(startBaker);
const baked = {
  ...{ name: "docker-host-1", base: "Rocky 9.8", digest: "d", baked: "2026-11-26T22:33:12Z", dockerVersion: "29.1.0" },
  ...{ packages: [], image: { name: "docker-host-1", disk } },
};
const [path, backend] = [process.env.PATH, process.env.PULUMI_BACKEND_URL];

beforeAll(() => {
  for (const folder of [local, join(root, "stacks")]) mkdirSync(folder);
  writeFileSync(disk, "");
});
beforeEach(() => {
  baker.mockReset().mockResolvedValue(baked);
  rmSync(join(local, "image.json"), { force: true });
  set({ sshPort: 2222 });
});
afterAll(() => {
  Object.assign(process.env, { PATH: path, PULUMI_BACKEND_URL: backend ?? "" });
  rmSync(root, { recursive: true });
});

function set(host: object): void {
  writeFileSync(join(root, "stacks", "Pulumi.start.yaml"), stringify({ config: { "docker-host:local": host } }));
}
const image = (isNew: boolean, report = () => {}) => hostImage(pulumi, rocky, "kvm", isNew, report);

test("a first start makes the image of what a host says of packages, of at most 30 days, on this computer alone", async () => {
  set({
    sshPort: 2222,
    image: rocky.image,
    docker: { version: "29.1.0", liveRestore: false },
    users: [{ name: "ci" }],
  });
  const made = await image(true);
  expect(made?.image).toEqual({ name: "Rocky 9.8, with Docker since 2026-11-26", disk });
  const args = { accelerator: "kvm", docker: { version: "29.1.0" } };
  expect(baker.mock.calls[0]?.[0]).toEqual({ target: "local", args, maxAgeDays: 30 });
  expect([process.env.PATH, process.env.PULUMI_BACKEND_URL]).toEqual([expect.stringMatching(/^\/cli:/), ""]);
});

test("a machine that is there keeps its image, however old, as long as nothing asks for another one", async () => {
  const made = await image(true);
  expect((await image(false))?.image).toEqual(made?.image);
  set({ sshPort: 2222, users: [{ name: "ci" }], memoryMiB: 4096 });
  expect(await image(false)).toMatchObject({ image: made?.image });
  expect(baker).toHaveBeenCalledTimes(2);
});

test("another version of Docker asks for another image, and so does a first start", async () => {
  await image(true);
  set({ docker: { version: "29.1.0" } });
  await image(false);
  await image(true);
  expect(baker).toHaveBeenCalledTimes(3);
});

test("a machine that was made without an image stays so, and one with cloudConfig has none", async () => {
  expect(await image(false)).toBeUndefined();
  set({ cloudConfig: { bootcmd: ["true"] } });
  expect(await image(true)).toBeUndefined();
  expect(baker).not.toHaveBeenCalled();
});

test("Ctrl-C has the maker end, and is an interruption; anything else that keeps an image from being made is a failure", async () => {
  baker.mockImplementation(
    (_order, _say, ending) =>
      new Promise((_resolve, reject) => {
        ending?.addEventListener("abort", () => reject(new Error("update canceled")));
        process.emit("SIGINT");
        process.emit("SIGINT");
      }),
  );
  await expect(image(true)).rejects.toThrow(Interrupted);
  baker.mockRejectedValue(new Error("✖ image: Docker does not start"));
  await expect(image(true)).rejects.toThrow(BakeFailed);
});
