// SPDX-License-Identifier: Apache-2.0
// What the arguments of all images may be, one row each, and what they may not say together.
import type { Problem } from "../../cloud-init";
import { hostShape } from "../../cloud-init/host-shape";
import { boolean, string } from "../../cloud-init/shape";
import { isMap } from "../../cloud-init/validate/kind";
import { error } from "../../cloud-init/validate/problem";
import { isLate } from "../arguments/output";
import { bakes, nothing, type Table } from "../arguments/row";
import { healthShape } from "../health/rules";
import type { DockerImageArgs } from "./image-args";

export const imageRows: Table<DockerImageArgs> = {
  docker: bakes(hostShape.docker),
  swapMiB: nothing(hostShape.swapMiB),
  sysctls: nothing(hostShape.sysctls),
  kernelModules: nothing(hostShape.kernelModules),
  securityUpdates: bakes(hostShape.securityUpdates),
  files: bakes(hostShape.files),
  commands: bakes(hostShape.commands),
  cloudConfig: bakes(hostShape.cloudConfig),
  rotateImage: bakes(string),
  retain: nothing(boolean),
  health: nothing(healthShape),
};

/** What an image cannot have, although a host can. */
export function* imageTogether({ docker, cloudConfig, health }: DockerImageArgs): Generator<Problem> {
  if (isMap(docker) && !isLate(docker) && docker.dataRoot !== undefined)
    yield error("docker.dataRoot", "belongs to a host: Docker's folders are empty in an image; leave it out here");
  for (const name of ["users", "ssh_authorized_keys", "ssh_keys", "chpasswd", "password"])
    if (isMap(cloudConfig) && !isLate(cloudConfig) && cloudConfig[name] !== undefined)
      yield error(`cloudConfig.${name}`, "belongs to a host: an image lets nobody in; leave it out here");
  if (isMap(health) && health.probes !== undefined)
    yield error(
      "health.probes",
      "belong to a host: each asks them when it is made from the image; leave them out here",
    );
}
