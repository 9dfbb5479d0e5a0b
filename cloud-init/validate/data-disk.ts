// SPDX-License-Identifier: Apache-2.0
import { mountedFolder } from "../data-disk";
import type { HostSpec, Problem } from "../spec";
import { at, error, shown, warning } from "./problem";

const isWithin = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

/** Whether Docker's data lies on the disk that is there for data. */
export function* dataDisk(spec: HostSpec): Generator<Problem> {
  const { dataRoot } = spec.docker;
  const { bootcmd, mounts } = spec.cloudConfig;
  const disk = mountedFolder(bootcmd);
  if (dataRoot !== undefined && disk !== undefined && disk !== dataRoot && isWithin(disk, dataRoot)) {
    yield error(
      "docker.dataRoot",
      `${shown(dataRoot)} holds the folder of the data disk, ${shown(disk)}, and Docker may start before that is mounted; use a folder on the disk, for example ${shown(`${disk}/docker`)}`,
    );
  } else if (disk !== undefined && (dataRoot === undefined || !isWithin(dataRoot, disk)) && !isUsed(disk, spec)) {
    yield warning(
      "docker.dataRoot",
      `${dataRoot === undefined ? "is missing" : `${shown(dataRoot)} is not on the data disk`}: images, volumes and containers stay on the root disk and end with the machine; set it to ${shown(`${disk}/docker`)}`,
    );
  }
  for (const [i, mount] of (Array.isArray(mounts) ? mounts : []).entries()) {
    const folder = Array.isArray(mount) ? mount[1] : undefined;
    if (typeof folder !== "string" || !/^\/var\/lib\/(docker|containerd)\/?$/.test(folder)) continue;
    yield warning(
      at("cloudConfig.mounts", i),
      `${shown(folder)} is only a part of Docker's data: since engine 29 images lie in /var/lib/containerd; mount the disk at "/data", and set docker.dataRoot to "/data/docker"`,
    );
  }
}

/** Whether a file or a command names the folder: something else than Docker may be what the disk is for. */
function isUsed(folder: string, { files, commands }: HostSpec): boolean {
  return new RegExp(`${folder.replaceAll(".", "\\.")}(?![\\w.-])`).test(JSON.stringify([files, commands]));
}
