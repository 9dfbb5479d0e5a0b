// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import type { Problem } from "../../../cloud-init";
import { HostHealth } from "../../../components";
import { RecordedProgram } from "../recorded-program";

// What is thrown when an Output is known fails a program of its own: ../local/failing-host.ts. Here it is noted.
const mockReported: string[] = [];
jest.mock("../../../components/arguments/report", () => ({
  report: (problems: Problem[]) => mockReported.push(...problems.map(({ path, message }) => `${path}: ${message}`)),
}));

test("arguments of the check that are known late are looked at then, by their paths", async () => {
  const program = await RecordedProgram.start(() => ({}));
  const args = {
    connection: { host: "192.0.2.1" },
    dockerUsers: pulumi.output(["rocky"]),
    expectations: pulumi.output({ loggDriver: "local" }),
  };
  await program.outputsOf(new HostHealth("web-health", args as never));
  expect(mockReported).toEqual(['expectations.loggDriver: does not exist; did you mean "logDriver"?']);
});
