// SPDX-License-Identifier: Apache-2.0
import { hints } from "./hints";
import { type OwnProbe, ownRows } from "./own-probes";
import { settlingStages } from "./settlement";
import { waits } from "./waits";

/** One thing that is checked on the host. A function of guest/*.sh checks it; this says what the result means. */
export interface Probe {
  name: string;
  /** The function of guest/*.sh: status 0 is pass, 10 warn, 11 skip, anything else fail. */
  command: string;
  /** What to do when it fails. */
  hint: string;
  /** True: a host on which this fails is not healthy. False: a failure is only a warning. */
  essential: boolean;
  /** Seconds after which it counts as failed. */
  limit: number;
  /** What it may wait for, and where that can be watched on the host. Whoever waits is told so first. */
  waits?: string | undefined;
}

/** Seconds that the waiting stages may take, by the names that callers use. */
export interface Limits {
  /** Until SSH accepts the login. */
  ssh: number;
  /** Until cloud-init and the install script have ended. */
  cloudInit: number;
  /** Until dockerd answers. */
  dockerd: number;
  /** For one container to run. */
  container: number;
  /** For all of it together, the wait for SSH included. */
  total: number;
}

export const defaultLimits: Limits = { ssh: 300, cloudInit: 600, dockerd: 120, container: 120, total: 900 };

/** What decides which probes run and which of them count. */
export interface ProbeChoice {
  limits: Limits;
  /** The host is one of ours, set up by cloud-init and the install script. */
  installed: boolean;
  /** The check comes after a restart that was made for it. */
  rebooted: boolean;
  /** The stages that make something true, of those that there are. Without any, the check only looks. */
  settles?: readonly string[];
  /** Users of the host are to be logged in to registries. */
  asksRegistries?: boolean;
  /** The caller's own. */
  own?: OwnProbe[] | undefined;
}

/** In the order in which they run. The first essential one that fails ends the check. */
export function probes(choice: ProbeChoice): Probe[] {
  const { limits, installed, rebooted, settles = [], asksRegistries = false, own } = choice;
  const list: Probe[] = [
    essential("reboot", limits.cloudInit, hints.reboot),
    essential("install", limits.cloudInit, hints.install),
    essential("cloud-init", limits.cloudInit, hints.cloudInit),
    essential("access", 300, hints.access),
    essential("secrets", 120, hints.secrets),
    advisory("system", 30, "only Rocky Linux 9 is tested"),
    { ...essential("repository", 60, hints.repository), essential: installed },
    { ...essential("packages", 30, hints.packages), essential: installed },
    essential("enabled", 30, hints.enabled),
    essential("units", limits.dockerd, hints.units),
    essential("daemon", limits.dockerd, hints.daemon),
    essential("server", limits.dockerd, hints.server),
    essential("version", 30, hints.version),
    essential("socket", 30, "restore it with `systemctl restart docker.socket docker`; look for what changed it"),
    essential("configuration", 30, hints.configuration),
    essential(
      "storage",
      30,
      'Docker needs overlay2 or overlayfs, on xfs with ftype=1 or on ext4: remove docker.daemonConfig["storage-driver"], or format the disk anew',
    ),
    advisory(
      "cgroup",
      30,
      "Docker needs cgroup v2 with the systemd driver; remove native.cgroupdriver from docker.daemonConfig",
    ),
    essential(
      "membership",
      30,
      "run `usermod -aG docker NAME` on the host; dockerUsers must name users that exist on it",
    ),
    advisory(
      "members",
      30,
      "whoever is in group docker is root; run `gpasswd -d NAME docker`, or declare them in dockerUsers",
    ),
    essential("login", 90, hints.login),
    essential("registry", limits.container, hints.registry),
    essential("disk", 30, "free space with `docker system prune`, or give the machine a larger disk"),
    advisory(
      "memory",
      30,
      "give the machine at least 1 GiB of memory, 2 GiB for dnf; look at `free -m` and `docker stats`",
    ),
    advisory("selinux", 30, "run `setenforce 1` on the host and set SELINUX=enforcing in /etc/selinux/config"),
    essential(
      "firewall",
      30,
      "run `systemctl restart docker` on the host, which puts its rules back; look for what flushes them",
    ),
    advisory(
      "clock",
      30,
      "a time service must run, `systemctl enable --now chronyd`, and reach its server: UDP port 123",
    ),
    essential("container", limits.container, hints.container),
    essential("logs", limits.container, hints.logs),
    essential("port", limits.container, hints.port),
    advisory(
      "dns",
      30,
      "containers reach no name server: look at /etc/resolv.conf, `dns` in docker.daemonConfig and the firewall",
    ),
    advisory("outgoing", 30, hints.outgoing),
    essential("smoke", limits.container, hints.smoke),
    ...ownRows(own),
    essential(
      "restart",
      limits.dockerd,
      "look at `docker ps -a` on the host: a container with --restart=always must come back",
    ),
  ];
  const all = list.map((probe) => ({ waits: waits[probe.name], ...probe }));
  const isAsked = ({ name }: Probe) => {
    if (settlingStages.includes(name)) return settles.includes(name);
    if (name === "registry") return asksRegistries;
    return rebooted || (name !== "reboot" && name !== "restart");
  };
  return all.filter(isAsked);
}

/** All that there are, whatever a host is. */
export const everyProbe = (): Probe[] =>
  probes({ limits: defaultLimits, installed: true, rebooted: true, settles: settlingStages, asksRegistries: true });

const essential = (name: string, limit: number, hint: string): Probe => ({
  ...advisory(name, limit, hint),
  essential: true,
});

function advisory(name: string, limit: number, hint: string): Probe {
  return { name, command: `check_${name.replaceAll("-", "_")}`, hint, essential: false, limit };
}
