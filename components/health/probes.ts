// SPDX-License-Identifier: Apache-2.0
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
}

/** In the order in which they run. The first essential one that fails ends the check. */
export function probes({ limits, installed, rebooted, settles = [] }: ProbeChoice): Probe[] {
  const list: Probe[] = [
    essential("reboot", limits.cloudInit, hints.reboot),
    essential("install", limits.cloudInit, hints.install),
    essential("cloud-init", limits.cloudInit, hints.cloudInit),
    essential("access", 300, hints.access),
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
    essential(
      "restart",
      limits.dockerd,
      "look at `docker ps -a` on the host: a container with --restart=always must come back",
    ),
  ];
  const all = list.map((probe) => ({ ...probe, waits: waits[probe.name] }));
  const isAsked = ({ name }: Probe) =>
    settlingStages.includes(name) ? settles.includes(name) : rebooted || (name !== "reboot" && name !== "restart");
  return all.filter(isAsked);
}

const essential = (name: string, limit: number, hint: string): Probe => ({
  ...advisory(name, limit, hint),
  essential: true,
});

function advisory(name: string, limit: number, hint: string): Probe {
  return { name, command: `check_${name.replaceAll("-", "_")}`, hint, essential: false, limit };
}

const hints = {
  reboot: "the machine was told to restart and did not come back as a new boot; look at its console",
  install:
    "read the message and, on the host, /var/log/docker-host-install.log; `sudo docker-host-install` runs it again. Where it was only slow, raise the limit cloudInit",
  cloudInit:
    "run `cloud-init status --long` on the host; its log is /var/log/cloud-init-output.log. A failing bootcmd makes it hang; an image without cloud-init cannot be set up",
  access:
    "each user has what was before or what is to be; read the message, correct users, dockerUsers or loginKeys, and run `pulumi up` again, which goes on where this ended",
  repository:
    "`dnf repolist` on the host must list docker-ce-stable or docker-ce-test; look at /etc/yum.repos.d/docker-ce.repo",
  packages: "docker-ce, docker-ce-cli and containerd.io must be installed; look for what removed them",
  enabled: "run `systemctl unmask docker containerd` and `systemctl enable --now docker containerd` on the host",
  units:
    "run `systemctl status docker containerd` on the host, then `systemctl start docker`. Usual causes: a wrong daemon.json, podman-docker beside it, the firewall",
  daemon:
    "run `journalctl -u docker` on the host; a wrong daemon.json is the usual cause. A stopped process goes on with `systemctl kill -s CONT docker`",
  server: "dockerd answers but the docker command does not; reinstall it with `dnf reinstall docker-ce-cli`",
  version: "correct docker.version, or replace the machine so that it gets that version",
  configuration:
    "docker and daemon.json differ from what was asked; put it back and `systemctl restart docker`, or replace the machine",
  login:
    "a new login of the user must reach the daemon without sudo; check the user's shell (`getent passwd NAME`) and groups",
  container: "run `docker run` by hand on the host; look at `journalctl -u docker -u containerd`",
  logs: "containers that name no log driver of their own do not start: correct docker.logDriver, and log-opts in docker.daemonConfig, or start the server that it sends to",
  port: "a container's port published on 127.0.0.1 must answer; look at docker-proxy, the firewall and net.ipv4.ip_forward",
  outgoing:
    'containers reach nothing outside: look at the firewall, at net.ipv4.ip_forward and at egress rules. Where it is the size of packets, set docker.daemonConfig.mtu, and docker.daemonConfig["default-network-opts"].bridge["com.docker.network.driver.mtu"] for networks made later, to what the machine\'s network carries. Where Docker may take the range of whoever asks, set docker.addressPools to ranges that nobody uses who talks to this host',
  smoke:
    "the registry must be reachable and may limit anonymous pulls; try `docker pull` by hand, or choose another smokeImage",
};
