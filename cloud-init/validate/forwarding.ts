// SPDX-License-Identifier: Apache-2.0
import { daemonJson } from "../daemon";
import type { CloudConfig, HostSpec, Problem } from "../spec";
import { network } from "./addresses";
import { at, error, shown, warning } from "./problem";

/** Both spellings of sysctl: with dots, and with slashes. An interface's name may hold the other of the two. */
const forwardingName = /^net[./]ipv(?:(4)[./]ip_forward|([46])[./]conf[./](.+)[./]forwarding)$/;

/** Packets between containers and the network pass only where the kernel forwards them. */
export function* forwarding(spec: HostSpec): Generator<Problem> {
  const config = daemonJson(spec.docker);
  for (const [name, value] of Object.entries(spec.sysctls)) {
    const [, four, family = four, device = "all"] = forwardingName.exec(name) ?? [];
    const matters = family === "4" || (family === "6" && hasIPv6(config, spec));
    if (!matters || !isOff(value)) continue;
    if (device === "all") {
      const message = `must not be ${shown(value)}: containers would have no network over IPv${family}; remove it`;
      yield error(at("sysctls", name), message);
    } else if (family === "4" && device !== "lo") {
      const place = device === "default" ? "interfaces made later, docker0 among them," : shown(device);
      const message = `with ${shown(value)}, what comes in by ${place} may not be passed on, to containers or from them; remove it unless that is meant`;
      yield warning(at("sysctls", name), message);
    }
  }
  yield* neededSysctls(config, spec);
}

/** dockerd turns forwarding on by itself, unless it was told not to, or uses nftables. */
function* neededSysctls(config: CloudConfig, spec: HostSpec): Generator<Problem> {
  const without = ["net.ipv4.ip_forward", ...(config.ipv6 === true ? ipv6Names : [])].filter(
    (name) => !isOn(spec.sysctls, name) && !isNamed(spec, name),
  );
  if (without.length === 0 || config.iptables === false) return;
  const remedy = `set ${without.map((name) => `${at("sysctls", name)} to "1"`).join(" and ")}`;
  if (config["ip-forward"] === false) {
    yield warning(
      at("docker.daemonConfig", "ip-forward"),
      `false leaves it to the machine whether packets of containers are forwarded; ${remedy}, or remove it`,
      "docker/daemonConfig/ip-forward",
    );
  } else if (config["firewall-backend"] === "nftables") {
    yield error(
      at("docker.daemonConfig", "firewall-backend"),
      `with "nftables" dockerd does not turn forwarding on, and does not start without it; ${remedy}`,
      "docker/daemonConfig/firewall-backend",
    );
  }
}

const ipv6Names = ["net.ipv6.conf.all.forwarding", "net.ipv6.conf.default.forwarding"];

function hasIPv6(config: CloudConfig, { docker }: HostSpec): boolean {
  return config.ipv6 === true || docker.addressPools.some(({ base }) => network(base)?.family === 6);
}

/** Any number but 0 turns it on, in any notation of C. */
const isOff = (value: string) => Number(value.trim()) === 0;

/** `conf.all` of IPv4 is the same as `ip_forward`. */
const sameAs = (name: string) => (name === "net.ipv4.ip_forward" ? [name, "net.ipv4.conf.all.forwarding"] : [name]);

/** In either spelling. */
function isOn(sysctls: Record<string, string>, name: string): boolean {
  const same = sameAs(name);
  return Object.entries(sysctls).some(([given, value]) => same.includes(given.replaceAll("/", ".")) && !isOff(value));
}

/** Whether the caller's own commands or files name it: then they turn it on, as far as one can see. */
function isNamed({ commands, files, cloudConfig }: HostSpec, name: string): boolean {
  const { bootcmd, runcmd, write_files: written } = cloudConfig;
  const text = JSON.stringify([commands, files, bootcmd, runcmd, written]).replaceAll("/", ".");
  return sameAs(name).some((one) => text.includes(one));
}
