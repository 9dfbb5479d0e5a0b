// SPDX-License-Identifier: Apache-2.0
import type { HealthReport } from "../../components/health/report";
import type { FreshClone } from "./fresh-clone";

const detail = (report: HealthReport, name: string) => report.probes.find(({ probe }) => probe === name)?.detail;

/** The reboot check for real, and the probes of a running host without an update. */
export function rebootTests(clone: () => FreshClone): void {
  test("with rebootCheck the host is restarted, checked again, and its containers are back", async () => {
    const before = await clone().health();
    const inUse = await clone().ssh("docker ps -aq; docker images -aq");
    await clone().shell("pulumi config set --path docker-host:local.health.rebootCheck true -s start");
    expect(await clone().shell("pulumi up -s start --yes --skip-preview")).toMatchObject({ status: 0 });
    const after = await clone().health();
    expect(after.healthy).toBe(true);
    expect(after.bootId).not.toBe(before.bootId);
    expect(detail(after, "reboot")).toContain(`restarted: boot ${after.bootId}`);
    expect(detail(after, "restart")).toContain("runs since");
    expect(await clone().ssh("cat /proc/sys/kernel/random/boot_id")).toMatchObject({ output: `${after.bootId}\n` });
    expect(await clone().ssh("docker ps -aq; docker images -aq")).toEqual(inUse);
  });

  test("nothing is restarted again where nothing has changed", async () => {
    expect(await clone().shell("pulumi up -s start --yes --skip-preview --expect-no-changes")).toMatchObject({
      status: 0,
    });
  });

  test("npm run check says in three lines that a host is healthy and what it was made from, shows each probe where that is asked, and ends with 0", async () => {
    const { status, output } = await clone().run("npm", "run", "check", "--", "--all");
    expect(output).toMatch(/^login +pass /m);
    expect(output).toMatch(
      /\n✔ 25 checks passed; 3 had nothing to look at.*\n {2}from image docker-host-\S+, 0 packages installed now\nDocker \S+ works for rocky at ssh:/,
    );
    expect(status).toBe(0);
  });

  test("npm run check says what is wrong with a host and ends with 1, and the state stays as it was", async () => {
    await clone().ssh("sudo systemctl stop docker.socket docker");
    const { status, output } = await clone().run("npm", "run", "check");
    expect(output).toMatch(/\n✖ docker-host: Docker does not run \(.*\n {2}docker is inactive\n {2}fix: /);
    expect(status).toBe(1);
    expect((await clone().health()).healthy).toBe(true);
  });

  // That the check runs again after a failed one as well, aws.test.ts shows.
  test("a changed recheck runs the check again", async () => {
    const settings = "docker-host:local.health.rebootCheck false -s start && pulumi config set recheck again -s start";
    await clone().shell(`pulumi config set --path ${settings}`);
    expect((await clone().shell("pulumi up -s start --yes --skip-preview")).output).toContain(
      "✖ docker-host: Docker does not run",
    );
  });
}
