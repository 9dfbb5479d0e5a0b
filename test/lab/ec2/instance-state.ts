// SPDX-License-Identifier: Apache-2.0
// `InstanceState`: an instance that somebody else has made is stopped, or started. It is then left as it is.
import type { CloudFolder } from "../cloud/folder";
import type { ResourceType } from "../cloud/resource-type";
import { boolean, replaces, required, string } from "../cloud/shape";
import { type Properties, unknown } from "../../../tools/stand-ins/command-provider/values";
import { ApiError, during } from "./errors";
import { observe, stopInstance } from "./life";
import { startInstance } from "./power";
import { checkRegion, region, withoutRegion } from "./region";

export const instanceState: ResourceType = {
  inputs: {
    ...{ force: { ...boolean, default: false }, instanceId: replaces(required(string)), region },
    state: required(string),
  },
  outputs: [],
  check: ({ state, region: where }) => [
    ...checkRegion(where, "region"),
    ...(typeof state === "string" && ![unknown, "running", "stopped"].includes(state)
      ? [{ property: "state", reason: `expected state to be one of ["running" "stopped"], got ${state}` }]
      : []),
  ],
  create: async (given, { cloud }) => {
    const id = String(given.instanceId);
    return { id, outputs: await settle(cloud, id, given) };
  },
  read: (id, _, { cloud }) => {
    const found = observe(cloud, withoutRegion(id));
    return Promise.resolve(found && { instanceId: found.id, region: found.region, state: found.state });
  },
  update: (id, given, _, { cloud }) => settle(cloud, id, given),
  // The provider stops looking after it, and that is all.
  delete: () => Promise.resolve(),
};

/** By the API: what the machine does when it shuts itself down does not matter, so that it is never terminated by this. */
function settle(cloud: CloudFolder, id: string, { state, force }: Properties): Promise<Properties> {
  return during(`stopping Instance (${id})`, state === "stopped" ? "StopInstances" : "StartInstances", async () => {
    if (force === true) throw new Error("the laboratory's stand-in does not do force of an instance's state");
    const found = observe(cloud, id);
    if (!found) throw new ApiError("InvalidInstanceID.NotFound", `The instance ID '${id}' does not exist`);
    if (found.spotRequestId !== undefined && state === "stopped")
      throw new ApiError("UnsupportedOperation", "You can't stop the Spot Instance because it is a one-time request");
    if (state === "stopped") await stopInstance(cloud, id);
    else if (found.state === "stopped") await startInstance(cloud, found);
    return { instanceId: id, region: found.region, state };
  });
}
