// SPDX-License-Identifier: Apache-2.0
// `npm start`: sets up what the computer lacks, brings stack `start` up, and shows how to use the host.
import { join, relative } from "node:path";
import { parseArgs } from "node:util";

import { writeAccess } from "../stacks/ephemeral/access";
import { type HostOutputs, writeEnvironment } from "./access";
import { ensureAcceleration } from "./acceleration";
import { asCommand } from "./command";
import { ensureGuestImage, type GuestImage } from "./guest-image";
import { writeHealthPage } from "./health-page";
import { healthTable } from "./health-table";
import { chosenImage, configure, ensureStack, machines, releaseStaleLock } from "./local-stack";
import { ensureOwnImage, type OwnImage, ownImage } from "./own-image";
import { local, root } from "./places";
import { runSteps } from "./progress";
import { ensurePulumi, type Pulumi, stack } from "./pulumi";
import { ensureQemu } from "./qemu";

async function start(): Promise<void> {
  const { own, ...sshPort } = options();
  // Each step leaves here what the later ones need.
  const made = {} as { pulumi: Pulumi; image: GuestImage; accelerator: string };
  await runSteps([
    {
      title: "Pulumi",
      run: async (report) => {
        made.pulumi = await ensurePulumi(report);
        return made.pulumi.origin;
      },
    },
    { title: "QEMU", run: ensureQemu },
    {
      title: "guest image",
      run: async (report) => {
        made.image = own ? await ensureOwnImage(own, report) : (chosenImage() ?? (await ensureGuestImage(report)));
        return made.image.image.name;
      },
    },
    {
      title: "acceleration",
      run: async (report) => {
        made.accelerator = await ensureAcceleration(made.image.image, report);
        return made.accelerator;
      },
    },
    {
      title: `stack ${stack}`,
      run: async (report) => {
        const { pulumi, image, accelerator } = made;
        await releaseStaleLock(pulumi, report);
        await ensureStack(pulumi);
        configure(image, { accelerator, directory: join(machines, "docker-host"), ...sshPort });
        writeEnvironment(pulumi);
      },
    },
    {
      title: "pulumi up (boots, installs, verifies)",
      run: async (report) => {
        const output = await made.pulumi.run(["up", "--yes", "--skip-preview", "--stack", stack], report);
        return /^Resources:\n((?: .*\n)+)/m.exec(output)?.[1]?.trim().replace(/\n\s*/g, ", ");
      },
    },
  ]);
  const json = await made.pulumi.run(["stack", "output", "--json", "--show-secrets", "--stack", stack]);
  const host = JSON.parse(json) as HostOutputs;
  writeAccess(local, host);
  writeEnvironment(made.pulumi, host.dockerHost);
  writeHealthPage(host.health);
  console.log(`\n${healthTable(host.health)}\n\n${usage(host)}`);
}

function options(): { own?: OwnImage; sshPort?: number } {
  const { values } = parseArgs({
    options: { port: { type: "string" }, image: { type: "string" }, sha256: { type: "string" } },
  });
  const own = ownImage(values);
  const sshPort = values.port === undefined ? undefined : Number(values.port);
  if (sshPort !== undefined && !(Number.isInteger(sshPort) && sshPort > 0 && sshPort < 65536))
    throw new Error(`--port ${values.port} is not a port; use a number from 1 to 65535`);
  return { ...(own && { own }), ...(sshPort !== undefined && { sshPort }) };
}

function usage({ health, dockerHost, address, imageName }: HostOutputs): string {
  const here = relative(root, local);
  const commands = [
    [`source ${here}/env`, "PATH, DOCKER_HOST and Pulumi's environment, in this shell; then:"],
    ["docker ps", `the same as DOCKER_HOST=${dockerHost} docker ps`],
    [`ssh -F ${here}/ssh/config ${address}`, "a shell on the host"],
    ["npm run check", `the probes again; ${here}/health.html shows them and the boot in a browser`],
    [`pulumi up -s ${stack}`, "the same update by hand"],
    ["npm stop", "removes the machine and everything that was made for it"],
  ];
  const width = Math.max(...commands.map(([command = ""]) => command.length));
  const lines = commands.map(([command = "", what = ""]) => `  ${command.padEnd(width)}  # ${what}`);
  return [`Docker ${health.dockerVersion} works on ${dockerHost} (${imageName})`, "", ...lines].join("\n");
}

asCommand(start, "nothing is lost: the same `npm start` goes on from here, `npm stop` removes what there is");
