// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { basename, join } from "node:path";

import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import { scriptToRun } from "../../cloud-init/guest-script";
import { quote } from "../../cloud-init/shell";
import { beforeEachChange } from "../hook";
import { madeWith } from "../made-with";
import type { Guest, Machine } from "../platform";
import type { LocalDockerHostArgs, LocalImageArgs } from "./args";
import { defaultImage } from "./default-image";
import { localDefaults } from "./defaults";
import { needsFirmware } from "./needs-firmware";
import { segmentSettings, withoutPrefix } from "./private-network";
import { processorSettings } from "./processor";

/** The clone, where a plugin runs what was compiled of it (plugins/compiled.js). */
declare const sourcesOfPlugin: string | undefined;

/** The state keeps paths of what lies here, for as long as the machine is there: longer than a plugin keeps what it has compiled. */
const here = typeof sourcesOfPlugin === "undefined" ? __dirname : join(sourcesOfPlugin, "components", "local");
const script = () => scriptToRun(join(here, "machine.sh"));

type Environment = Record<string, string>;

/** A QEMU machine in `directory`. Any change of what it boots with replaces it: the disk of the old one is deleted. */
export function createMachine(
  parent: pulumi.Resource,
  name: string,
  directory: string,
  args: LocalDockerHostArgs,
  guest: Guest,
): Machine {
  const userData = guest.userData.apply(({ text }) => text);
  const port = pulumi.output(args.sshPort ?? localDefaults.sshPort);
  const settings = machineSettings(name, directory, args, port);
  const others = pulumi
    .all([settings, guest.fingerprint, args.rotateImage])
    .apply(([own, told, rotate = ""]) => fingerprint(own, told, rotate));
  const { image: given } = args;
  const { image, hooks } =
    given === undefined ? defaultImage(parent, name, others) : { image: pulumi.output(given), hooks: [] };
  const environment = pulumi.all([settings, image]).apply(([own, disks]) => ({ ...own, ...imageSettings(disks) }));
  // Of our own image, the folder does not count: it may be another one the next time.
  const shape = environment.apply((own) =>
    given === undefined ? { ...own, IMAGE_DISK: basename(own.IMAGE_DISK) } : own,
  );
  const print = pulumi.all([shape, userData]).apply(([own, text]) => fingerprint(own, text));
  const decides = pulumi.all([shape, guest.fingerprint]).apply(([own, told]) => fingerprint(own, told));
  const boots = bootCount(directory);
  const resource = new command.local.Command(
    `${name}-machine`,
    {
      create: `exec bash ${quote(script())} create`,
      // Starts what was ended from outside. A machine that runs is left alone, whatever else has changed.
      update: `exec bash ${quote(script())} start`,
      delete: `exec bash ${quote(script())} delete`,
      environment: environment.apply((settled) => ({ ...settled, BOOTS: boots })),
      stdin: userData,
      triggers: [madeWith(`${name}-machine`, print, decides, parent)],
      addPreviousOutputInEnv: false,
    },
    // One folder and one port: the old machine has to go first.
    {
      parent,
      deleteBeforeReplace: true,
      ignoreChanges: ["stdin"],
      ...beforeEachChange([...needsFirmware(name, image, parent), ...hooks]),
    },
  );
  return {
    resource,
    address: "127.0.0.1",
    port,
    privateAddress: pulumi.output(args.privateNetwork).apply((given) => withoutPrefix(given?.address ?? "")),
    unreachableHint: 'where that stays empty, set accelerator: "tcg"',
    consoleLog: join(directory, "console.log"),
    id: resource.stdout,
    image: image.apply(({ name: shown }) => shown),
    restarts: [boots],
    deletedFirst: "some minutes",
  };
}

/** What the machine is made of, but for its image. */
function machineSettings(
  name: string,
  directory: string,
  { memoryMiB, cpus, diskGiB, accelerator, repositoryDirectory, ttlMinutes, privateNetwork }: LocalDockerHostArgs,
  port: pulumi.Output<number>,
): pulumi.Output<Environment> {
  return pulumi
    .all([memoryMiB, cpus, diskGiB, accelerator, repositoryDirectory, port, ttlMinutes, privateNetwork])
    .apply(([memory, processors, disk, accelerators, repository, sshPort, ttl, segment]): Environment => ({
      DIRECTORY: directory,
      NAME: name,
      // What a person sees of the process.
      TITLE: `${pulumi.getProject()}-${pulumi.getStack()}-${name}`,
      ...processorSettings(),
      // Filled in later. Their place counts: what replaces a machine is a hash of all this in its order.
      ...imageSettings({ disk: "" }),
      SSH_PORT: String(sshPort),
      MEMORY_MIB: String(memory ?? localDefaults.memoryMiB),
      CPUS: String(processors ?? localDefaults.cpus),
      DISK_GIB: String(disk ?? localDefaults.diskGiB),
      ACCELERATOR: accelerators ?? localDefaults.accelerator,
      REPOSITORY_DIRECTORY: repository ?? "",
      SERVE_DIRECTORY: join(here, "serve-directory.mjs"),
      NODE: process.execPath,
      ...(ttl !== undefined && { TTL_MINUTES: String(ttl) }),
      ...(segment && segmentSettings(segment.address, segment.name ?? `${pulumi.getProject()}/${pulumi.getStack()}`)),
    }));
}

function imageSettings({ disk, kernel, initrd, kernelArgs }: Omit<pulumi.Unwrap<LocalImageArgs>, "name">) {
  return {
    IMAGE_DISK: disk,
    IMAGE_KERNEL: kernel ?? "",
    IMAGE_INITRD: initrd ?? "",
    IMAGE_KERNEL_ARGS: kernelArgs ?? "",
  };
}

/**
 * Changes with whatever shapes the machine, not with where this package, its Node and the firmware lie. The time to live is in the
 * user data. A hash, so that no secret stands in the triggers, which are not secret.
 */
function fingerprint(environment: Environment, ...more: string[]): string {
  const { NODE: _node, SERVE_DIRECTORY: _script, FIRMWARE: _firmware, TTL_MINUTES: _told, ...settings } = environment;
  return more
    .reduce((hash, text) => hash.update(text), createHash("sha256").update(JSON.stringify(settings)))
    .digest("hex");
}

/**
 * How often the machine will have been switched on when this update is done. It is one more than in the state where the
 * machine was ended from outside, and that is what makes the update start it and check it again.
 */
function bootCount(directory: string): string {
  return execFileSync("bash", [script(), "boots"], {
    env: { ...process.env, DIRECTORY: directory },
    encoding: "utf8",
  }).trim();
}
