// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { hook } from "../hook";
import { isMocked } from "../mocks";
import { resolved } from "../resolved";
import { armFirmware, withoutFirmware } from "./firmware";

/**
 * Holds back an Arm machine that QEMU would start and in which nothing would run, before its image is downloaded. A preview, which
 * may run on another computer than the update, only warns.
 */
export function needsFirmware(
  name: string,
  image: pulumi.Output<{ kernel?: string }>,
  host: pulumi.Resource,
): pulumi.ResourceHook[] {
  if (process.arch !== "arm64" || isMocked()) return [];
  const problem = () => image.apply(({ kernel }) => (kernel || armFirmware() ? undefined : withoutFirmware()));
  if (pulumi.runtime.isDryRun()) problem().apply((says) => void (says && pulumi.log.warn(says, host)));
  const look = async () => {
    const says = await resolved(problem());
    if (says !== undefined) throw new Error(says);
  };
  return [hook(`${name}-firmware`, look)];
}
