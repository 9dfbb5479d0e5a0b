// SPDX-License-Identifier: Apache-2.0
/** What to do where a probe fails, as far as it takes more than a line. */
export const hints = {
  reboot: "the machine was told to restart and did not come back as a new boot; look at its console",
  install:
    "read the message and, on the host, /var/log/docker-host-install.log; `sudo docker-host-install` runs it again. Where it was only slow, raise the limit cloudInit",
  cloudInit:
    "run `cloud-init status --long` on the host; its log is /var/log/cloud-init-output.log. A failing bootcmd makes it hang; an image without cloud-init cannot be set up",
  access:
    "each user has what was before or what is to be; read the message, correct users, dockerUsers or loginKeys, and run `pulumi up` again, which goes on where this ended",
  secrets:
    "each file is what it was before or what it is to be; read the message, correct secretFiles or registries, and run `pulumi up` again, which goes on where this ended",
  registry:
    "correct registries; `docker pull` as that user on the host shows what a person would see. Where the password was changed at the registry, give the new one",
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
