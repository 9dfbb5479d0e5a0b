// SPDX-License-Identifier: Apache-2.0
// The image of a host: what of its arguments ends in one. All else the host says to itself, on its first boot. Pure.
import { isMap } from "../../cloud-init/validate/kind";
import type { Rows } from "../arguments/row";
import type { Arguments } from "../platforms";

/** An image on this computer that is older is made anew, with the newest packages. */
export const maxAgeDays = 30;

/** What takes an image, of a host on each platform. */
const argument = { local: "image", aws: "amiId", gcp: "image" } as const;

/** Arguments that a host and an image both have, and that a host's image is nevertheless made without. */
const ofHostAlone = ["swapMiB", "sysctls", "kernelModules", "commands", "cloudConfig"];

/** What decides about packages and how they come, of `docker`. */
const ofDocker = [
  ...["version", "containerdVersion", "channel", "repository", "gpgKeyUrl", "gpgFingerprint"],
  ...["compose", "buildx", "packages", "versionLock", "proxy", "noProxy"],
];

/** How long the check waits, but not what it looks at. */
const limits = ["ssh", "cloudInit", "dockerd", "container", "total"];

/** What dnf reads. Any other file the host writes itself: one that differs from host to host would make an image for each. */
const readByDnf = /^\/etc\/(dnf|yum|yum\.repos\.d|rpm|pki|ssl|crypto-policies)\/|^\/etc\/(hosts|yum\.conf)$/;

/**
 * Arguments of an image, of which `rows` has those of the platform, for a host with these arguments. Undefined where the host
 * has `cloudConfig`: nobody knows what of that an installation needs.
 */
export function imageArgsOf(args: Arguments, rows: Rows): Arguments | undefined {
  if (args.cloudConfig !== undefined) return undefined;
  const { docker, files, health, ...others } = args;
  const own = Object.keys(rows).filter((name) => !ofHostAlone.includes(name));
  return {
    ...picked(others, own),
    ...some("docker", picked(docker, ofDocker)),
    ...some("files", Array.isArray(files) ? files.filter(isForDnf) : []),
    ...some("health", picked(health, limits)),
  };
}

/** The same host, made from the image. */
export function hostArgsWith(target: keyof typeof argument, image: unknown, args: Arguments): Arguments {
  // The image is what was chosen by it.
  const { rotateImage: _rotate, ...others } = args;
  return { ...others, [argument[target]]: image };
}

/** Whether hosts with these arguments are made from an image where nobody has said so. */
export function isBakedByDefault(target: keyof typeof argument, args: Arguments): boolean {
  return target === "local" && args[argument.local] === undefined && args.cloudConfig === undefined;
}

function isForDnf(file: unknown): boolean {
  if (!isMap(file) || typeof file.path !== "string") return false;
  const { owner = "root:root" } = file;
  return readByDnf.test(file.path) && owner === "root:root";
}

function picked(from: unknown, names: string[]): Arguments {
  if (!isMap(from)) return {};
  return Object.fromEntries(
    Object.entries(from).filter(([name, value]) => names.includes(name) && value !== undefined),
  );
}

/** Nothing where it is empty. */
function some(name: string, value: object): Arguments {
  return Object.keys(value).length === 0 ? {} : { [name]: value };
}
