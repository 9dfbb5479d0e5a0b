// SPDX-License-Identifier: Apache-2.0
import { parseReport } from "../../../components/health/report";
import { verdict } from "../../../tools/cli/verdict";
import { answer } from "./answers";

test("a host from a baked image: its name and what dnf had to add come last", () => {
  const image = '{"image":{"name":"docker-host-0123","installed":1}}\n';
  const plain = verdict(parseReport(answer("web", { others: { memory: "warn" } })), 9);
  const baked = verdict(parseReport(image + answer("web", { others: { memory: "warn" } })), 9);
  expect(plain).toContain(", in 9 s\n! memory: ");
  expect(baked).toBe(`${plain}\n  from image docker-host-0123, 1 package installed now`);
});
