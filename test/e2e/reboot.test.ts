// SPDX-License-Identifier: Apache-2.0
// The reboot check for real, and the probes of a running host without an update.
import type { HealthReport } from "../../components/health/report";
import { freePort } from "../../tools/free-port";
import { FreshClone } from "./fresh-clone";

// On a machine with empty caches the first start builds the Pulumi CLI and the guest image.
jest.setTimeout(30 * 60_000);

let clone: FreshClone;

beforeAll(async () => {
  clone = new FreshClone();
  const port = String(await freePort());
  expect(await clone.boot(() => clone.run("npm", "start", "--", "--port", port))).toMatchObject({ status: 0 });
});

afterAll(async () => {
  await clone.run("npm", "stop");
  clone.remove();
});

const ssh = (command: string) => clone.run("ssh", "-F", ".pulumi-local/ssh/config", "127.0.0.1", command);
const health = async () =>
  JSON.parse((await clone.shell("pulumi stack output health --json -s local")).output) as HealthReport;
const detail = (report: HealthReport, name: string) => report.probes.find(({ probe }) => probe === name)?.detail;

test("with rebootCheck the host is restarted, checked again, and its containers are back", async () => {
  const before = await health();
  await clone.shell("pulumi config set --path docker-host:local.health.rebootCheck true -s local");
  expect(await clone.shell("pulumi up -s local --yes --skip-preview")).toMatchObject({ status: 0 });
  const after = await health();
  expect(after.healthy).toBe(true);
  expect(after.bootId).not.toBe(before.bootId);
  expect(detail(after, "reboot")).toContain(`restarted: boot ${after.bootId}`);
  expect(detail(after, "restart")).toContain("runs since");
  expect(await ssh("cat /proc/sys/kernel/random/boot_id; docker ps -aq")).toEqual({
    status: 0,
    output: `${after.bootId}\n`,
  });
});

test("nothing is restarted again where nothing has changed", async () => {
  expect(await clone.shell("pulumi up -s local --yes --skip-preview --expect-no-changes")).toMatchObject({ status: 0 });
});

test("npm run check shows the probes of a healthy host and ends with 0", async () => {
  const { status, output } = await clone.run("npm", "run", "check");
  expect(output).toMatch(/│ login +│ pass /);
  expect(status).toBe(0);
});

test("npm run check says what is wrong with a host and ends with 1, and the state stays as it was", async () => {
  await ssh("sudo systemctl stop docker.socket docker");
  const { status, output } = await clone.run("npm", "run", "check");
  expect(output).toMatch(/docker host "docker-host": stage units failed after \d+ s: docker is inactive\nhint: /);
  expect(status).toBe(1);
  expect((await health()).healthy).toBe(true);
});

test("a changed recheck runs the check again, and destroy needs no working host", async () => {
  expect(
    (await clone.shell("pulumi config set recheck again -s local && pulumi up -s local --yes --skip-preview")).output,
  ).toContain('docker host "docker-host": stage units failed');
  await ssh("sudo systemctl start docker");
  expect(await clone.shell("pulumi up -s local --yes --skip-preview")).toMatchObject({ status: 0 });
});
