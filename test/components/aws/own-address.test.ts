// SPDX-License-Identifier: Apache-2.0
import { Instance } from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";

import { ownAddress } from "../../../components/aws/own-address";
import { RecordedProgram } from "../recorded-program";

interface Found {
  ids: string[];
  publicIps: string[];
}
const nobody: Found = { ids: [], publicIps: [] };

/** Where a machine answers of which AWS says this, and who has the Elastic IP. */
async function answers(machine: Found, holder: Found = nobody) {
  const asked: unknown[] = [];
  await RecordedProgram.start(() => ({ id: "i-0new", region: "eu-central-1" }), {
    call: ({ inputs }) => {
      asked.push(inputs);
      const { filters } = inputs as { filters: { name: string }[] };
      return { ...(filters[0]?.name === "instance-id" ? machine : holder) };
    },
  });
  const instance = new Instance("web-machine", {});
  const ask = ownAddress(instance, instance, pulumi.output("203.0.113.9"));
  return { dialled: await ask().catch((error: unknown) => (error as Error).message), asked };
}

const one = (id: string, ...publicIps: string[]): Found => ({ ids: [id], publicIps });

test("a new machine answers at its own address, and the note says who has the Elastic IP", async () => {
  const { dialled, asked } = await answers(one("i-0new", "198.51.100.7"), one("i-0old", "203.0.113.9"));
  expect(dialled).toEqual({
    host: "198.51.100.7",
    note: "203.0.113.9 stays with i-0old, the machine before, which goes on serving until this one is healthy",
  });
  const where = { instanceStateNames: ["pending", "running"], region: "eu-central-1" };
  expect(asked).toEqual([
    { ...where, filters: [{ name: "instance-id", values: ["i-0new"] }] },
    { ...where, filters: [{ name: "ip-address", values: ["203.0.113.9"] }] },
  ]);
});

test("where nobody has it yet, the note says who gets it", async () => {
  expect((await answers(one("i-0new", "198.51.100.7"))).dialled).toEqual({
    host: "198.51.100.7",
    note: "the machine gets 203.0.113.9 once it is healthy",
  });
});

test("one that has it answers there, and nothing more is asked", async () => {
  const { dialled, asked } = await answers(one("i-0new", "203.0.113.9"));
  expect(dialled).toEqual({ host: "203.0.113.9" });
  expect(asked).toHaveLength(1);
});

test("one without any public address, or that does not run, is told of, and never another one dialled", async () => {
  expect((await answers(one("i-0new"))).dialled).toMatch(/^the machine i-0new has no public address, .*subnetId/);
  expect((await answers(nobody)).dialled).toMatch(/^the machine i-0new does not run; start it/);
});
