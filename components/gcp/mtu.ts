// SPDX-License-Identifier: Apache-2.0
import type { CloudConfig } from "../../cloud-init";
import { daemonKeys } from "../../cloud-init/daemon-keys";
import { merge } from "../../cloud-init/merge";
import { isIn } from "../../cloud-init/validate/daemon/keys";
import { isMap } from "../../cloud-init/validate/kind";

/** What a network of Google's carries for which nobody has chosen it: https://cloud.google.com/vpc/docs/mtu */
const carried = 1460;

/** What the networks get that are made later; the key `mtu` is for the default one alone. */
const later = "default-network-opts";

/**
 * The argument `docker`, with networks whose packets are no larger than Google's network carries. dockerd's own default is
 * 1500, and of what comes from outside for a container, larger packets may be lost. An `mtu` of the caller's is for both.
 */
export function withMtu(docker: unknown = {}): object {
  // The rules say what is wrong with it.
  if (!isMap(docker)) return docker as object;
  const { daemonConfig = {}, version } = docker as { daemonConfig?: unknown; version?: string };
  if (!isMap(daemonConfig)) return docker;
  // To dockerd, null is as good as absent.
  const mtu = (daemonConfig as { mtu?: number | null }).mtu ?? carried;
  const forLater = { [later]: { bridge: { "com.docker.network.driver.mtu": String(mtu) } } };
  const added: CloudConfig = { mtu, ...(isIn(daemonKeys[later] ?? {}, version) && forLater) };
  return { ...docker, daemonConfig: merge(added, daemonConfig as CloudConfig) };
}
