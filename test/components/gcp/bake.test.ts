// SPDX-License-Identifier: Apache-2.0
// An image on the real CLI and engine, with the stand-in for Google Cloud and without machines.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";

import type { BakedImage } from "../../../components/bake/baked-image";
import { freePort } from "../../../components/ephemeral/free-port";
import { ensurePulumiCli } from "../../../tools/setup/pulumi-cli";
import { root, standIns } from "../../../tools/shared/places";
import { environmentOfAPerson } from "../../person";

jest.setTimeout(900_000);

interface Made {
  image: BakedImage;
  lines: string[];
  left: string[];
}

test("is made once, nothing else stays, and it is removed by its id", async () => {
  const { path: cli } = await ensurePulumiCli(() => {});
  const scratch = mkdtempSync(join(tmpdir(), "gcp-bake-"));
  const usual = environmentOfAPerson();
  const folders = [
    ...[join(root, "test", "lab", "cloud", "shims"), join(root, "test", "lab", "gce"), dirname(cli)],
    ...[join(standIns, "language-host"), join(standIns, "command-provider"), dirname(process.execPath)],
  ];
  const env = {
    ...usual,
    PATH: [...folders, usual.PATH].join(delimiter),
    NODE_OPTIONS: `--require ${join(root, "test", "examples", "port-22.cjs")}`,
    XDG_STATE_HOME: join(scratch, "state"),
    PULUMI_LAB_CLOUD: join(scratch, "cloud"),
    PULUMI_LAB_IMAGE: JSON.stringify({ disk: "/images/root.qcow2", accelerator: "tcg" }),
    PULUMI_LAB_SSH_PORT: String(await freePort()),
  };
  try {
    const loader = ["--require", require.resolve("tsx/cjs")];
    const program = join(__dirname, "bake-program.ts");
    const { stdout } = await promisify(execFile)(process.execPath, [...loader, program], { env });
    const { first, second, removed } = JSON.parse(stdout) as { first: Made; second: Made; removed: string[] };
    const { image, left } = first;
    expect(image.image).toBe(`projects/my-project/global/images/${image.name}`);
    expect(image).toMatchObject({ base: "rocky-linux-9-optimized-gcp-v20260609", dockerVersion: "29.1.0" });
    expect(left).toEqual(["image-files", "images"]);
    expect(second.image).toEqual(image);
    expect(second.lines.filter((line) => line.includes("machine"))).toEqual([]);
    expect(removed).toEqual([]);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});
