// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";

import { complete, type HostSpecInput } from "../../cloud-init";
import { scriptAt } from "../../cloud-init/guest-script";
import { ownConfig } from "../../cloud-init/render";
import { assignments, packages } from "../../cloud-init/settings";
import { rootShell } from "../health/check-host";
import type { Connection } from "../ssh/connection";
import { runOverSsh } from "../ssh/run";
import type { ImageFacts } from "./baked-image";

/** What is known of an image before its machine was asked. */
export type ImageLabel = Omit<ImageFacts, "dockerVersion" | "packages">;

/** Seconds for all of it: its parts have limits of their own. */
const limit = 2400;

/** Takes away what belongs to the machine alone. Nobody can log in to it afterwards. */
export async function seal(
  connection: Connection,
  script: string,
  say: (line: string) => void,
  ending: AbortSignal,
): Promise<ImageFacts> {
  const remote = { ...rootShell(script, limit), onStderr: (text: string) => say(text.trim()) };
  const { status, stdout, stderr } = await runOverSsh(connection, remote, ending);
  if (status !== 0) {
    const reason = stderr.trim().split("\n").slice(-5).join("\n");
    throw new Error(`the machine could not be made into an image: seal.sh ended with status ${status}: ${reason}`);
  }
  const { name, base, digest, baked, dockerVersion, packages: found } = JSON.parse(stdout) as ImageFacts;
  return { name, base, digest, baked, dockerVersion, packages: found };
}

/** The script with its settings before it. */
export function sealScript(label: ImageLabel, guest: HostSpecInput, powersOff: boolean): string {
  const { name, base, digest, baked } = label;
  const named = Object.entries({ NAME: name, BASE: base, DIGEST: digest, BAKED: baked });
  const settings = assignments({
    ...Object.fromEntries(named.map(([variable, value]) => [variable, JSON.stringify(value)])),
    PACKAGES: asked(guest),
    WRITTEN: written(guest),
    LOGIN: guest.login,
    POWER_OFF: powersOff ? "1" : "0",
  });
  return `${settings}${scriptAt(join(__dirname, "guest", "seal.sh"))}`;
}

/** The packages that were asked for, by name. */
function asked({ docker }: HostSpecInput): string[] {
  const { version: _engine, containerdVersion: _containerd, ...unpinned } = complete({ login: "", docker }).docker;
  return packages(unpinned).flat();
}

/** The files that our own cloud-init writes, in the order in which they are written, and not the caller's. */
export function written(guest: HostSpecInput): string[] {
  const { write_files: files } = ownConfig({ ...complete(guest), files: [] });
  return (Array.isArray(files) ? files : []).map((file) => (file as { path: string }).path);
}
