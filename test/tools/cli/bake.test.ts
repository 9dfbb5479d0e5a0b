// SPDX-License-Identifier: Apache-2.0
// `bake` with a stand-in for the process that makes an image.
import { startBaker } from "../../../components/bake/start-baker";
import { bakeCommand } from "../../../tools/cli/bake";
import { bakeImage } from "../../../tools/cli/bake-image";
import { WrongUse } from "../../../tools/cli/exit-status";
import { demandImageArgs } from "../../../tools/cli/image-spec";
import { pruneImages } from "../../../tools/cli/prune-images";

jest.mock("../../../components/bake/start-baker");
jest.mock("../../../tools/cli/prune-images");

const image = {
  ...{
    name: "docker-host-7a19ef758fd8-20261126-223312",
    base: "Rocky 9.8",
    digest: "7a19",
    baked: "2026-11-26T22:33:12Z",
  },
  ...{ dockerVersion: "29.1.0", packages: ["docker-ce-29.1.0-1.el9.x86_64", "git-core-2.47.3-1.el9.x86_64"] },
};
const local = { ...image, image: { name: image.name, disk: "/baked/disk.qcow2" } };

let [out, err] = ["", ""];
beforeEach(() => {
  [out, err] = ["", ""];
  jest.spyOn(process.stdout, "write").mockImplementation((text) => Boolean((out += String(text))));
  jest.spyOn(process.stderr, "write").mockImplementation((text) => Boolean((err += String(text))));
});
afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
  for (const signal of ["SIGINT", "SIGTERM"]) process.removeAllListeners(signal);
});

const baker = jest.mocked(startBaker);
const order = { target: "local", args: {} } as const;

test("of an image that was there already it says so, what is in it, and what a host's arguments have to say", async () => {
  baker.mockResolvedValue(local);
  await bakeImage(order, false);
  expect(out.split("\n")).toEqual([
    `✔ nothing was made: image ${image.name} is there since 2026-11-26 22:33 UTC`,
    "  base:     Rocky 9.8",
    "  docker:   29.1.0",
    "  packages: docker-ce-29.1.0-1.el9.x86_64",
    "            git-core-2.47.3-1.el9.x86_64",
    "  digest:   7a19",
    "of a host's arguments:",
    "  image:",
    `    name: ${image.name}`,
    "    disk: /baked/disk.qcow2",
    "",
  ]);
});

test("of one that was made it says how long that took, on AWS what to write into amiId, and on stderr what it is at", async () => {
  baker.mockImplementation((_order, say) => {
    say("image-machine creating");
    return Promise.resolve({ ...image, baked: new Date(Date.now() + 1000).toISOString(), image: "ami-1" });
  });
  await bakeImage({ ...order, target: "aws" }, false);
  expect(out).toMatch(new RegExp(`^✔ image ${image.name} is made, in \\d+ s\n`));
  expect(out).toMatch(/\nof a host's arguments:\n {2}amiId: ami-1\n$/);
  expect(err).toBe("looking for the image\nimage-machine creating\n");
});

test("as JSON it is the image alone, and whether it is new", async () => {
  baker.mockResolvedValue(local);
  await bakeImage(order, true);
  expect(JSON.parse(out)).toEqual({ ...local, isNew: false });
});

test("a machine that failed its check is a screen and status 1, and any other failure an error", async () => {
  baker.mockRejectedValue(new Error("✖ image: Docker does not start\n  dockerd: no"));
  await bakeImage(order, false);
  expect([err, process.exitCode]).toEqual([
    "looking for the image\n✖ image: Docker does not start\n  dockerd: no\n",
    1,
  ]);
  baker.mockRejectedValue(new Error("no space left"));
  await expect(bakeImage(order, false)).rejects.toThrow("no space left");
});

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("%s has the baker end, waits for it, and says that nothing is left", async (signal, status) => {
  baker.mockImplementation(
    (_order, _say, ending) =>
      new Promise((_resolve, reject) => {
        ending?.addEventListener("abort", () => reject(new Error("update canceled")));
        process.emit(signal);
      }),
  );
  await bakeImage(order, false);
  expect(process.exitCode).toBe(status);
  expect(err).toMatch(/interrupted; what was begun is being removed\nnothing is left of what was begun\n$/);
});

test("what could not be removed then is said", async () => {
  const left = "stack a, in which the image was made, could not be destroyed, reap it: locked";
  baker.mockImplementation(() => {
    process.emit("SIGINT");
    return Promise.reject(new Error(left));
  });
  await expect(bakeImage(order, false)).rejects.toThrow(left);
});

test("all that is wrong with the arguments is wrong use, by their paths, and what is to be regretted is a warning", () => {
  const wrong = () => demandImageArgs("local", { swapMib: 1, docker: { dataRoot: "/data" }, cpus: 0 }, "image.yaml");
  expect(wrong).toThrow(WrongUse);
  expect(wrong).toThrow(/^image\.yaml has 3 errors:\n/);
  for (const path of ["swapMib: ", "docker.dataRoot: ", "cpus: "]) expect(wrong).toThrow(`\n${path}`);
  demandImageArgs("local", { memoryMiB: 600 }, "image.yaml");
  expect(err).toMatch(/^warning: memoryMiB: /);
});

test("what removes images needs none of the arguments that a machine needs", async () => {
  const run = (...typed: string[]) => bakeCommand({}).parseAsync(["--target", "aws", ...typed], { from: "user" });
  await run("--prune");
  const order = { target: "aws", args: {}, keep: 3, dryRun: false };
  expect(jest.mocked(pruneImages).mock.calls).toEqual([[order, false]]);
  await expect(run()).rejects.toThrow("sshIngressCidrs: is missing");
});
