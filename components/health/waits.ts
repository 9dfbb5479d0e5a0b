// SPDX-License-Identifier: Apache-2.0
const engineLog = "see journalctl -u docker -u containerd";
/** What the probes that may have to wait wait for, and where that can be watched on the host. */
export const waits: Record<string, string> = {
  reboot: "the next boot; see the machine's console",
  install: "the install script; see /var/log/docker-host-install.log",
  "cloud-init": "cloud-init's end; see /var/log/cloud-init-output.log",
  access: "useradd, usermod and the end of sessions; see journalctl -t useradd -t usermod",
  units: `containerd and docker; ${engineLog}`,
  daemon: `dockerd's answer; ${engineLog}`,
  server: `the docker command's answer; ${engineLog}`,
  registry: `the engine's answer about registries; ${engineLog}`,
  clock: "a time service that has just started; see timedatectl",
  container: `a container; ${engineLog}`,
  logs: `a container with the log driver; ${engineLog}`,
  port: `a container's answer; ${engineLog}`,
  smoke: `a pull; ${engineLog}`,
  restart: "a container that is to come back; see docker ps -a",
};
