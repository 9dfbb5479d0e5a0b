// SPDX-License-Identifier: Apache-2.0
// `npm start`: sets up what the computer lacks, brings stack `start` up, and shows how to use the host.
import { existsSync } from "node:fs";
import { relative } from "node:path";

import { writeAccess } from "../components/ephemeral/access";
import { isFailureScreen } from "../components/ephemeral/engine-output";
import { runSteps, type Step } from "./progress/steps";
import { ensureAcceleration } from "./setup/acceleration";
import { ensureLaboratory, ensureRockyImage, type GuestImage, laboratoryPrograms } from "./setup/guest-image";
import { ensureOwnImage } from "./setup/own-image";
import { ensurePulumi, type Pulumi, stack } from "./setup/pulumi";
import { ensureQemu, qemuPrograms } from "./setup/qemu";
import { askToInstall, missingPrograms } from "./setup/system-packages";
import { command } from "./shared/command";
import { local, root } from "./shared/places";
import { Interrupted, type Report } from "./shared/subprocess";
import { announcement, consoleLog, machine, replacement } from "./start/announcement";
import { BakeFailed } from "./start/bake-for-start";
import { type HostOutputs, writeEnvironment } from "./start/environment";
import { writeHealthPage } from "./start/health-page";
import { hostImage } from "./start/host-image";
import { type StartOptions, startOptions } from "./start/options";
import { isUnchanged, success, unchanged } from "./start/outcome";
import {
  chosenImage,
  configure,
  ensureStack,
  forgetMade,
  localSettings,
  readMade,
  releaseStaleLock,
  settings,
} from "./start/stack";

async function start(args: string[]): Promise<void> {
  const options = startOptions(args);
  if (options === undefined) return;
  const begin = performance.now();
  const isNew = !existsSync(machine);
  if (isNew) console.log(`${announcement({ ...localSettings(), ...options.sshPort })}\n`);
  const isReplaced = replacement(isNew, bakesFor(options), readMade());
  if (isReplaced !== undefined) console.log(`${isReplaced}\n`);
  const { pulumi, image } = await prepare(options);
  const output = await bringUp(pulumi, image, options, isNew);
  const json = await pulumi.run(["stack", "output", "--json", "--show-secrets", "--stack", stack]);
  const host = JSON.parse(json) as HostOutputs;
  writeAccess(local, host);
  writeEnvironment(pulumi, host.dockerHost);
  writeHealthPage(host.health);
  const { dockerUsers = [host.user] } = localSettings();
  const seconds = (performance.now() - begin) / 1000;
  console.log(`\n${isUnchanged(output) ? unchanged(host) : success(host, dockerUsers, seconds)}`);
}

/** Whether the host is made from an image with Docker in it. */
const bakesFor = ({ bake, own }: StartOptions) => bake && own === undefined && chosenImage() === undefined;

/** What has to be on the computer. Whatever is to be installed is asked for before the list of steps is drawn. */
async function prepare({ own, yes }: StartOptions): Promise<{ pulumi: Pulumi; image: GuestImage }> {
  const made = {} as { pulumi: Pulumi; image?: GuestImage | undefined };
  const readyMade = async (report: Report) =>
    own ? ensureOwnImage(own, report) : (chosenImage() ?? (await ensureRockyImage(report)));
  if (!yes) await askToInstall(qemuPrograms);
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
        made.image = await readyMade(report);
        const missing = made.image ? [] : missingPrograms(laboratoryPrograms());
        if (missing.length === 0) made.image ??= await ensureLaboratory(report);
        return made.image?.image.name ?? "Rocky's cannot be downloaded; a stand-in will be built";
      },
    },
  ]);
  if (made.image) return { pulumi: made.pulumi, image: made.image };
  // Who is not root cannot build it, and is told so by the build.
  if (!yes && process.getuid?.() === 0) await askToInstall(laboratoryPrograms());
  const built: GuestImage[] = [];
  await runSteps([{ title: "stand-in image", run: async (report) => void built.push(await ensureLaboratory(report)) }]);
  const [image] = built;
  if (image === undefined) throw new Error("the stand-in image was not built");
  return { pulumi: made.pulumi, image };
}

/** Resolves to what `pulumi up` has written. */
async function bringUp(pulumi: Pulumi, image: GuestImage, options: StartOptions, isNew: boolean): Promise<string> {
  let accelerator = "";
  let output = "";
  const bakes = bakesFor(options);
  const imageStep: Step = {
    title: "image with Docker in it",
    run: async (report) => {
      const made = await hostImage(pulumi, image, accelerator, isNew, report);
      if (made) configure({ ...image, image: made.image }, {});
      return made?.image.name ?? "none, as the machine has been made without";
    },
  };
  await runSteps([
    {
      title: "acceleration",
      run: async (report) => {
        accelerator = await ensureAcceleration(image.image, report);
        return accelerator.startsWith("tcg") ? "none, so the machine is slow" : accelerator;
      },
    },
    {
      title: `stack ${stack}`,
      run: async (report) => {
        await releaseStaleLock(pulumi, report);
        await ensureStack(pulumi);
        configure(image, { accelerator, directory: machine, ...options.sshPort });
        if (!bakes) forgetMade();
        writeEnvironment(pulumi);
      },
    },
    ...(bakes ? [imageStep] : []),
    {
      title: isNew ? `pulumi up (console: tail -f ${consoleLog})` : "pulumi up",
      run: async (report) => {
        report("starting the update");
        output = await pulumi.run(["up", "--yes", "--skip-preview", "--stack", stack], report);
      },
    },
  ]);
  return output;
}

function advice(error: unknown): string {
  if (error instanceof Interrupted) return "nothing is lost: `npm start` goes on from here, `npm stop` removes it all";
  if (error instanceof BakeFailed)
    return `this was the machine of an image, which is gone; \`npm start -- --no-bake\` makes none, and leaves a machine to look at`;
  if (error instanceof Error && isFailureScreen(error.message))
    return `next: correct ${relative(root, settings)}, then \`npm start\`; \`npm stop\` removes it all`;
  return "when that is mended, `npm start` goes on from here; `npm stop` removes it all";
}

command(start, advice);
