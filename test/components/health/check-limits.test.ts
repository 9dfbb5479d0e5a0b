// SPDX-License-Identifier: Apache-2.0
import { checkLimits } from "../../../components/health/check-limits";
import { defaultLimits } from "../../../components/health/probes";

test("whole seconds up to a day are limits, and so is nothing", () => {
  expect(() => checkLimits("limits", {})).not.toThrow();
  expect(() => checkLimits("limits", defaultLimits)).not.toThrow();
  expect(() => checkLimits("limits", { ssh: 1, total: 86_400 })).not.toThrow();
});

test("every other value is named at once, by the caller's own path", () => {
  const wrong = { ssh: 0, cloudInit: -1, dockerd: 1.5, container: 900_000, total: "900" as unknown as number };
  const reason = (value: string, usual: number) =>
    `${value} is not a limit in seconds; use a whole number from 1 to 86400, or leave it out for ${usual}`;
  const errors = [
    { propertyPath: "health.ssh", reason: reason("0", 300) },
    { propertyPath: "health.cloudInit", reason: reason("-1", 600) },
    { propertyPath: "health.dockerd", reason: reason("1.5", 120) },
    { propertyPath: "health.container", reason: reason("900000", 120) },
    { propertyPath: "health.total", reason: reason('"900"', 900) },
  ];
  let thrown: unknown;
  try {
    checkLimits("health", wrong);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({ errors });
  for (const { propertyPath } of errors) expect((thrown as Error).message).toContain(`${propertyPath}: `);
});
