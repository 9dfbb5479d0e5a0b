// SPDX-License-Identifier: Apache-2.0
// `npx tsx test/lab/test-cloud.ts aws --only host,image`: `npm run test:cloud` as somebody types it, in the laboratory. Which plugin is
// on PATH, where its cloud lies and what its machines boot is all that differs. Its machines do not reach one another: no swarm.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { ensureAcceleration } from "../../tools/setup/acceleration";
import { ensureQemu } from "../../tools/setup/qemu";
import { root } from "../../tools/shared/places";
import { ensureDockerImage } from "./docker-image";
import { ensureGceImage } from "./gce/image";

const laboratories = {
  aws: { plugin: "ec2", image: ensureDockerImage, options: ["--region", "eu-central-1"] },
  gcp: { plugin: "gce", image: ensureGceImage, options: ["--project", "my-project"] },
};

/** Resolves to its exit status; 1 where something is left in the cloud. */
async function run([cloud, ...options]: string[]): Promise<number> {
  if (cloud !== "aws" && cloud !== "gcp") throw new Error("which laboratory? aws or gcp");
  const { plugin, image, options: own } = laboratories[cloud];
  const scratch = mkdtempSync(join(tmpdir(), "lab-cloud-"));
  try {
    await ensureQemu(console.log);
    const { image: disk, repositoryDirectory, docker } = await image(console.log);
    const accelerator = await ensureAcceleration(disk, console.log);
    const [folder, args] = [join(scratch, "cloud"), join(scratch, "args.yaml")];
    mkdirSync(folder);
    writeFileSync(args, JSON.stringify({ docker: { ...docker, repository: "http://169.254.169.100/linux/centos" } }));
    const child = spawn(
      process.execPath,
      [
        ...[join(root, "tools", "run.mjs"), "test-cloud", cloud, "--yes", "--from", "127.0.0.0/8", "--args", args],
        ...[...own, "--out", join("coverage", "cloud", "laboratory"), ...options],
      ],
      {
        stdio: "inherit",
        env: {
          ...process.env,
          XDG_STATE_HOME: join(scratch, "state-home"),
          PULUMI_BACKEND_URL: "",
          PULUMI_LAB_CLOUD: folder,
          PULUMI_LAB_IMAGE: JSON.stringify({ ...disk, accelerator, repositoryDirectory }),
          PATH: [join(root, "test", "lab", plugin), process.env.PATH ?? ""].join(delimiter),
        },
      },
    );
    process.on("SIGINT", () => {}).on("SIGTERM", () => child.kill("SIGTERM"));
    const [status] = (await once(child, "exit")) as [number | null];
    const left = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    for (const { name } of left) console.error(`left in the cloud: ${name}`);
    return left.length > 0 ? 1 : (status ?? 1);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

void run(process.argv.slice(2)).then((status) => (process.exitCode = status));
