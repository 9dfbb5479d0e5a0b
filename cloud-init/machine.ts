// SPDX-License-Identifier: Apache-2.0
import { defaults } from "./defaults";
import { updatesProxy } from "./proxy";
import type { CloudConfig, HostSpec } from "./spec";
import { ini } from "./units";

const { guest } = defaults;

/** What concerns the machine rather than Docker: swap, kernel, updates. */
export function machine(spec: HostSpec): CloudConfig {
  const files = [...sysctls(spec), ...kernelModules(spec), ...securityUpdates(spec)];
  return {
    // In bytes, which every version of cloud-init understands.
    ...(spec.swapMiB !== undefined && { swap: { filename: guest.swap, size: spec.swapMiB * 1024 * 1024 } }),
    ...(files.length > 0 && { write_files: files }),
  };
}

function sysctls({ sysctls: values }: HostSpec): CloudConfig[] {
  const lines = Object.entries(values).map(([name, value]) => `${name} = ${value}\n`);
  return lines.length > 0 ? [{ path: guest.sysctls, permissions: "0644", content: lines.join("") }] : [];
}

/** Modules without which the kernel has no such parameters. */
const modulesOfSysctls: [RegExp, string][] = [
  [/^net\.bridge\./, "br_netfilter"],
  [/^net\.(netfilter\.)?nf_conntrack_/, "nf_conntrack"],
  [/^net\.ipv4\.vs\./, "ip_vs"],
];

/** The caller's modules, and those that the caller's kernel parameters need. */
export function neededModules({ kernelModules: names, sysctls: values }: HostSpec): string[] {
  const parameters = Object.keys(values).map((name) => name.replaceAll("/", "."));
  const needed = modulesOfSysctls
    .filter(([form]) => parameters.some((name) => form.test(name)))
    .map(([, name]) => name);
  const given = names.map((name) => name.replaceAll("-", "_"));
  return [...names, ...needed.filter((name) => !given.includes(name))];
}

function kernelModules(spec: HostSpec): CloudConfig[] {
  const names = neededModules(spec);
  if (names.length === 0) return [];
  return [{ path: guest.kernelModules, permissions: "0644", content: names.join("\n") + "\n" }];
}

/** An update of Docker's packages restarts the daemon, so the caller decides when that happens. */
function securityUpdates({ securityUpdates: wanted, docker }: HostSpec): CloudConfig[] {
  if (!wanted) return [];
  const content = ini({
    commands: { upgrade_type: "security", download_updates: "yes", apply_updates: "yes", random_sleep: "300" },
    emitters: { emit_via: "stdio" },
    base: { excludepkgs: "docker-ce*,docker-buildx-plugin,docker-compose-plugin,containerd.io" },
  });
  return [{ path: guest.securityUpdates, permissions: "0644", content }, ...updatesProxy(docker)];
}
