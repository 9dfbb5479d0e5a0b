// SPDX-License-Identifier: Apache-2.0
import { daemonJson } from "./daemon";
import { defaults } from "./defaults";
import type { DockerSpec } from "./docker-spec";
import { guestScript, shortened } from "./guest-script";
import { daemonProxy } from "./proxy";
import { prune } from "./prune";
import { installSettings, optionSettings } from "./settings";
import type { CloudConfig, HostSpec } from "./spec";
import { unit } from "./units";

const { guest } = defaults;

/**
 * Docker: the install script, its settings, the daemon's configuration, and one `runcmd` entry. Never cloud-init's
 * `packages:`, which is one dnf transaction without a second try.
 */
export function docker(spec: HostSpec): CloudConfig {
  const options = optionSettings(spec);
  const files = [
    { path: guest.settings, permissions: "0600", content: installSettings(spec) + (options ?? "") },
    { path: guest.script, permissions: "0755", content: shortened(guestScript("install.sh")) },
    ...(options === undefined
      ? []
      : [{ path: guest.options, permissions: "0755", content: shortened(guestScript("options.sh")) }]),
    { path: guest.daemonConfig, permissions: "0644", content: JSON.stringify(daemonJson(spec.docker)) + "\n" },
    ...daemonProxy(spec.docker),
    ...certificates(spec.docker),
    ...dataRoot(spec.docker),
    ...prune(spec.docker),
  ];
  return { write_files: files, runcmd: [[guest.script]] };
}

function certificates({ registryCertificates }: DockerSpec): CloudConfig[] {
  return Object.entries(registryCertificates).map(([host, pem]) => ({
    path: `${guest.registryCertificates}/${host}/ca.crt`,
    permissions: "0644",
    content: pem.trim() + "\n",
  }));
}

/**
 * Since engine 29 containerd keeps the images, so `data-root` alone would move only a part. The rest of containerd's
 * file is as packaged. Neither daemon starts before the disk is mounted: it would write beneath the mount point.
 */
function dataRoot({ dataRoot: folder }: DockerSpec): CloudConfig[] {
  if (folder === undefined) return [];
  const content = `disabled_plugins = ["cri"]\nroot = ${JSON.stringify(`${folder}/containerd`)}\n`;
  const mount = { Unit: { RequiresMountsFor: folder } };
  return [
    { path: guest.containerdConfig, permissions: "0644", content },
    ...["docker", "containerd"].map((name) => unit(`${name}.service.d/10-docker-host-data.conf`, mount)),
  ];
}
