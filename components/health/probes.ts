// SPDX-License-Identifier: Apache-2.0

/** One thing that is looked at on the host. `check_<name>` in guest/health.sh looks; here stands what it means. */
export interface Probe {
  name: string;
  /** What to do when it fails. */
  hint: string;
  /** A host on which this fails is not healthy. */
  essential: boolean;
  /** Seconds after which it counts as failed. */
  limit: number;
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
  /** For all of it together. */
  total: number;
}

export const defaultLimits: Limits = { ssh: 300, cloudInit: 600, dockerd: 120, container: 120, total: 900 };

/** In the order in which they run. The first essential one that fails ends the check. */
export function probes(limits: Limits): Probe[] {
  const essential = (name: string, limit: number, hint: string): Probe => ({ name, hint, essential: true, limit });
  return [
    essential(
      "install",
      limits.cloudInit,
      "read the message; the whole log is /var/log/docker-host-install.log on the host",
    ),
    essential(
      "cloud-init",
      limits.cloudInit,
      "run `cloud-init status --long` on the host; its log is /var/log/cloud-init-output.log",
    ),
    { name: "system", hint: "only Rocky Linux 9 is tested", essential: false, limit: 30 },
    essential(
      "repository",
      60,
      "`dnf repolist` on the host must list docker-ce-stable; look at /etc/yum.repos.d/docker-ce.repo",
    ),
    essential(
      "packages",
      30,
      "docker-ce, docker-ce-cli and containerd.io must be installed; look for what removed them",
    ),
    essential(
      "units",
      30,
      "run `systemctl status docker containerd` on the host; enable with `systemctl enable --now docker containerd`",
    ),
    essential(
      "server",
      limits.dockerd,
      "run `journalctl -u docker` on the host; a wrong daemon.json is the usual cause",
    ),
    essential(
      "version",
      30,
      "the server's version differs from docker.version; replace the machine or correct the version",
    ),
    essential("socket", 30, "/run/docker.sock must be root:docker with mode 660; restart docker.socket"),
    essential("membership", 30, "add the user with `usermod -aG docker NAME`; dockerUsers must name users that exist"),
    essential(
      "login",
      60,
      "a new login of the user must reach the daemon without sudo; check the user's shell and groups",
    ),
    essential(
      "container",
      limits.container,
      "run `docker run` by hand on the host; look at `journalctl -u docker -u containerd`",
    ),
  ];
}
