// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import type { Problem } from "../../../cloud-init";
import { DockerSwarm } from "../../../components/swarm";
import { RecordedProgram } from "../recorded-program";

// What is thrown when an Output is known fails a program of its own: ../local/failing-host.ts. Here it is noted.
const mockReported: string[] = [];
jest.mock("../../../components/arguments/report", () => ({
  report: (problems: Problem[]) => mockReported.push(...problems.map(({ path, message }) => `${path}: ${message}`)),
}));
beforeEach(() => (mockReported.length = 0));

const first = { name: "m1", connection: { host: "192.0.2.1", password: "hunter2!" }, privateAddress: "10.0.0.1" };
async function reported(args: object): Promise<string[]> {
  const program = await RecordedProgram.start(() => ({}));
  await program.outputsOf(new DockerSwarm("web", { managers: [first], ...args }));
  return mockReported;
}

test("arguments that are known late are looked at then, by their paths", async () => {
  const late = { ...first, name: pulumi.output("a b"), privateAddress: pulumi.output("10.0.0.1") };
  expect(await reported({ workers: [late], subnetSize: pulumi.output(3) })).toEqual([
    expect.stringMatching(/^workers\[0\]\.name: "a b" is not a name/) as string,
    expect.stringMatching(/^subnetSize: 3 is not bits of a network from 8 to 29/) as string,
    expect.stringMatching(/^workers\[0\]\.privateAddress: "10\.0\.0\.1" is that of managers\[0\]/) as string,
  ]);
});

test("a late list of managers is counted", async () => {
  expect(
    await reported({ managers: pulumi.output([first, { ...first, name: "m2", privateAddress: "10.0.0.2" }]) }),
  ).toEqual([expect.stringMatching(/^managers: are 2/) as string]);
});

test("of secret arguments, messages show no values", async () => {
  const [name, way] = await reported({
    workers: [{ ...first, privateAddress: "10.0.0.2", name: pulumi.secret("not a name") }],
    managers: [{ ...first, connection: pulumi.secret({ ...first.connection, hostKey: "hunter2!" }) }],
  });
  expect(name).toMatch(/connection\.hostKey|\[not shown\]/);
  expect([name, way].join()).not.toMatch(/not a name"|hunter2/);
});
