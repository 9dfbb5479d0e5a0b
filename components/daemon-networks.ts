// SPDX-License-Identifier: Apache-2.0
import type { CloudConfig } from "../cloud-init";
import { merge } from "../cloud-init/merge";
import { isMap } from "../cloud-init/validate/kind";

/** What of the argument `docker` decides about Docker's networks, as daemon.json has it. The rules say what is wrong with it. */
export function daemonOf(docker: unknown): CloudConfig {
  if (!isMap(docker)) return {};
  const { daemonConfig, addressPools } = docker as { daemonConfig?: CloudConfig; addressPools?: CloudConfig[] };
  const typed: CloudConfig = Array.isArray(addressPools) ? { "default-address-pools": addressPools } : {};
  return isMap(daemonConfig) ? merge(typed, daemonConfig) : typed;
}
