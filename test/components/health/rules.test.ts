// SPDX-License-Identifier: Apache-2.0
import { defaultLimits } from "../../../components/health/probes";
import { hostHealthProblems } from "../../../components/health/rules";
import { localHostProblems } from "../../../components/local/problems";

const image = { name: "Rocky 9.8", disk: "/images/rocky.qcow2" };
const healthProblems = (health: object | undefined) => localHostProblems({ image, ...(health && { health }) });

const host = { connection: { host: "192.0.2.1" }, dockerUsers: ["rocky"] };

test("whole seconds up to a day are limits, and so is nothing", () => {
  for (const limits of [undefined, {}, defaultLimits, { ssh: 1, total: 86_400 }]) {
    expect(healthProblems(limits)).toEqual([]);
    expect(hostHealthProblems({ ...host, ...(limits && { limits }) })).toEqual([]);
  }
});

test("every other value is named at once, by the caller's own path", () => {
  const wrong = { ssh: 0, cloudInit: -1, dockerd: 1.5, container: 900_000, total: "900" as unknown as number };
  const problem = (name: string, value: string, usual: number) => ({
    severity: "error",
    code: `health/${name}`,
    path: `health.${name}`,
    message: `${value} is not a limit in seconds; use a whole number from 1 to 86400, or leave it out for ${usual}`,
  });
  expect(healthProblems(wrong)).toEqual([
    problem("ssh", "0", 300),
    problem("cloudInit", "-1", 600),
    problem("dockerd", "1.5", 120),
    problem("container", "900000", 120),
    problem("total", '"900"', 900),
  ]);
  expect(hostHealthProblems({ ...host, limits: wrong }).map(({ path }) => path)).toEqual(
    Object.keys(wrong).map((name) => `limits.${name}`),
  );
});
