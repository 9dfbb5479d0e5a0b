// SPDX-License-Identifier: Apache-2.0
// `npm start`: sets up what the computer lacks, brings stack `local` up, and shows how to use the host.
import { join, relative } from "node:path";
import { parseArgs } from "node:util";

import { type HostOutputs, writeAccess } from "./access";
import { ensureAcceleration } from "./acceleration";
import { ensureGuestImage, type GuestImage } from "./guest-image";
import { healthTable } from "./health-table";
import { configure, ensureStack, environment, machines, releaseStaleLock, stack } from "./local-stack";
import { local, root } from "./places";
import { ensurePlugins } from "./plugins";
import { runSteps } from "./progress";
import { ensurePulumiCli } from "./pulumi-cli";
import { ensureQemu } from "./qemu";
import { run } from "./subprocess";

const { values: options } = parseArgs({ options: { port: { type: "string" } } });

async function start(): Promise<void> {
  let cli = "";
  let env: Record<string, string> = {};
  let image: GuestImage | undefined;
  let accelerator = "";
  let output = "";
  await runSteps([
    {
      title: "Pulumi CLI",
      run: async (report) => {
        const { path, version, origin } = await ensurePulumiCli(report);
        cli = path;
        return `${version} (${origin})`;
      },
    },
    {
      title: "Pulumi plugins",
      run: async (report) => {
        const { pathEntries, standIns } = await ensurePlugins(cli, report);
        env = environment(cli, pathEntries);
        return standIns.length > 0 ? `stand-ins of the laboratory for ${standIns.join(", ")}` : "official";
      },
    },
    { title: "QEMU", run: ensureQemu },
    {
      title: "guest image",
      run: async (report) => {
        image = await ensureGuestImage(report);
        return image.image.name;
      },
    },
    {
      title: "acceleration",
      run: async (report) => {
        if (image) accelerator = await ensureAcceleration(image.image, report);
        return accelerator;
      },
    },
    {
      title: `stack ${stack}`,
      run: async (report) => {
        await releaseStaleLock(env, report);
        await ensureStack(env, report);
        configure({ ...image, accelerator, directory: join(machines, "docker-host"), ...port() });
      },
    },
    {
      title: "pulumi up (boots, installs, verifies)",
      run: async (report) => {
        output = await run(
          "pulumi",
          ["up", "--yes", "--skip-preview", "--non-interactive", "--color", "never", "--stack", stack],
          report,
          env,
        );
        return /^Resources:\n(?: .*\n)+/m
          .exec(output)?.[0]
          .split("\n")
          .slice(1)
          .map((line) => line.trim())
          .filter(Boolean)
          .join(", ");
      },
    },
  ]);
  const json = await run("pulumi", ["stack", "output", "--json", "--show-secrets", "--stack", stack], () => {}, env);
  const host = JSON.parse(json) as HostOutputs;
  writeAccess(host, env);
  console.log(`\n${healthTable(host.health)}\n`);
  console.log(usage(host));
}

function port(): { sshPort?: number } {
  if (options.port === undefined) return {};
  const sshPort = Number(options.port);
  if (Number.isInteger(sshPort) && sshPort > 0 && sshPort < 65536) return { sshPort };
  throw new Error(`--port ${options.port} is not a port; use a number from 1 to 65535`);
}

function usage(host: HostOutputs): string {
  const here = relative(root, local);
  return [
    `Docker ${host.health.dockerVersion} works on ${host.dockerHost} (image: ${host.imageName})`,
    "",
    `  source ${here}/env                       # PATH, DOCKER_HOST and Pulumi's environment, in this shell`,
    `  docker ps                                      # DOCKER_HOST=${host.dockerHost} docker ps`,
    `  ssh -F ${here}/ssh/config ${host.address}         # a shell on the host`,
    `  pulumi up -s ${stack}                               # the same update by hand`,
    "  npm stop                                       # removes the machine and everything that was made for it",
  ].join("\n");
}

start().catch((error: unknown) => {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  console.error("\nnothing is lost: `npm start` goes on from here, `npm stop` removes what there is");
  process.exitCode = 1;
});
