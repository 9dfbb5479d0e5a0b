// SPDX-License-Identifier: Apache-2.0
// The `look` lines of a failure, run as they are printed: by a shell, in the folder of a project that has this package, whose
// stack knows the machine.
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

import { accessName, type HostAccess } from "../../components/health/access";
import { ensurePulumiCli } from "../../tools/setup/pulumi-cli";
import { root } from "../../tools/shared/places";
import { finish, type Result } from "../child-process";
import { spawn } from "node:child_process";
import { environmentOfAPerson } from "../person";

export const lookStack = "faults";

export class LookPlace {
  private constructor(
    private readonly folder: string,
    private readonly cli: string,
  ) {}

  /** A project whose state has this host, as an `up` leaves it whose check has failed. */
  static async create(folder: string, access: HostAccess): Promise<LookPlace> {
    const { path } = await ensurePulumiCli(() => {});
    mkdirSync(join(folder, "node_modules", ".bin"), { recursive: true });
    mkdirSync(join(folder, "backend"));
    writeFileSync(join(folder, "Pulumi.yaml"), "name: faults\nruntime: nodejs\n");
    // What npm makes of an installed package.
    symlinkSync(root, join(folder, "node_modules", "pulumi-docker-host"));
    symlinkSync(
      join("..", "pulumi-docker-host", "tools", "cli", "bin.js"),
      join(folder, "node_modules", ".bin", "pulumi-docker-host"),
    );
    const place = new LookPlace(folder, path);
    writeFileSync(join(folder, "state.json"), stateWith(access), { mode: 0o600 });
    for (const command of [`pulumi stack init ${lookStack}`, `pulumi stack import --file state.json`]) {
      const { status, output } = await place.run(command);
      if (status !== 0) throw new Error(output);
    }
    return place;
  }

  /** Runs a line of shell. */
  run(line: string): Promise<Result> {
    const person = environmentOfAPerson();
    const env = {
      ...person,
      PATH: [dirname(this.cli), dirname(process.execPath), person.PATH].join(delimiter),
      PULUMI_HOME: join(this.folder, "home"),
      PULUMI_BACKEND_URL: `file://${join(this.folder, "backend")}`,
      PULUMI_CONFIG_PASSPHRASE: "faults",
    };
    const shell = spawn("bash", ["-o", "pipefail", "-c", line], {
      cwd: this.folder,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    return finish(shell);
  }
}

function stateWith(access: HostAccess): string {
  const urn = (types: string, name: string) => `urn:pulumi:${lookStack}::faults::${types}::${name}`;
  const [stack, health, stash] = ["pulumi:pulumi:Stack", "pulumi-docker-host:index:HostHealth", "pulumi:index:Stash"];
  const [top, parent] = [urn(stack, `faults-${lookStack}`), urn(`${stack}$${health}`, "lab-health")];
  // In plain, because a state that is imported has no key of its own; e2e shows the same with secrets.
  const input = JSON.stringify(access);
  const resources = [
    { urn: top, custom: false, type: stack },
    { urn: parent, custom: false, type: health, parent: top },
    {
      ...{ urn: urn(`${stack}$${health}$${stash}`, accessName("lab-health")), custom: true, type: stash, parent },
      ...{ id: "lab", inputs: { input }, outputs: { input, output: input } },
    },
  ];
  return JSON.stringify({
    version: 3,
    deployment: { manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" }, resources },
  });
}
