// SPDX-License-Identifier: Apache-2.0
import { daemonConfig } from "./daemon-config";
import { type Fault, inFiles, limits, writeDaemonJson } from "./fault";

/** Where Docker 29 keeps its images where nothing is said. */
const inContainerd = { ...daemonConfig, features: { "containerd-snapshotter": true } };

/** Units, socket, answers and configuration of the engine. */
export const engineFaults: Fault[] = [
  {
    name: "docker stopped",
    inject: "systemctl stop docker.socket docker",
    stage: "units",
    cause: /docker is inactive/,
  },
  {
    name: "docker disabled",
    inject: "systemctl disable docker",
    undo: "systemctl enable docker",
    stage: "enabled",
    cause: /docker is disabled/,
  },
  {
    name: "docker masked",
    // A unit file in /etc would stand in the way of the mask.
    inject: "systemctl stop docker.socket docker; systemctl mask docker",
    stage: "enabled",
    cause: /docker is masked/,
  },
  {
    name: "containerd killed in a loop",
    inject: `systemd-run -q --unit=killer bash -c 'while :; do pkill -KILL -x containerd; sleep 1; done'
until [ "$(systemctl show -p NRestarts --value containerd)" -gt 0 ]; do sleep 0.2; done`,
    stage: "units",
    cause:
      /(containerd|docker) is (restarting: \d+ times so far|activating, after \d+ restarts|inactive|failed|deactivating)/,
    known: /^(containerd does not run|run `systemctl status docker containerd`)/,
  },
  {
    name: "dockerd stopped by a signal",
    inject: "systemctl kill -s STOP --kill-whom=main docker",
    expected: { limits: { ...limits, dockerd: 10 } },
    stage: "daemon",
    cause: /no answer within 10 s: .*process \d+ is stopped/,
  },
  {
    name: "daemon.json that is not JSON",
    inject: "echo '{' >/etc/docker/daemon.json; systemctl restart docker || true",
    stage: "units",
    cause: /docker is (failed|activating|inactive)|no answer within/,
    known: /^correct docker\.daemonConfig; on the host, `dockerd --validate`/,
  },
  {
    name: "docker command replaced by one that hangs",
    inject: `printf '#!/bin/sh\\ntrap "" TERM\\nsleep 1000\\n' >/tmp/docker; install -m 755 /tmp/docker "$(command -v docker)"`,
    expected: { limits: { ...limits, dockerd: 10 } },
    stage: "server",
    cause: /no answer within 10 s: .*docker does not answer/,
  },
  {
    name: "docker command gone",
    ...inFiles(["/usr/bin/docker"], "rm /usr/bin/docker"),
    stage: "server",
    cause: /there is no docker command on PATH/,
  },
  {
    name: "socket open to everybody",
    inject: "chmod 666 /run/docker.sock",
    undo: "chmod 660 /run/docker.sock",
    stage: "socket",
    cause: /is 666 root:docker socket, expected 660 root:docker/,
  },
  {
    name: "socket of another group",
    inject: "chgrp root /run/docker.sock",
    undo: "chgrp docker /run/docker.sock",
    stage: "socket",
    cause: /is 660 root:root socket/,
  },
  {
    name: "server that is not the pin",
    expected: { dockerVersion: "27.5.1" },
    stage: "version",
    cause: /server is \S+, expected 27\.5\.1/,
  },
  {
    name: "daemon.json changed behind our back",
    ...inFiles(["/etc/docker/daemon.json"], writeDaemonJson({ ...daemonConfig, "live-restore": false })),
    stage: "configuration",
    cause: /daemon\.json was changed: with another value for live-restore/,
  },
  {
    name: "daemon.json changed and dockerd restarted",
    inject: `${writeDaemonJson({ ...daemonConfig, "log-driver": "json-file" })}systemctl restart docker`,
    stage: "configuration",
    cause: /log-driver is json-file, expected local/,
  },
  {
    name: "daemon.json with a further key, in strict mode",
    ...inFiles(["/etc/docker/daemon.json"], writeDaemonJson({ ...daemonConfig, debug: true })),
    expected: { strict: true },
    stage: "configuration",
    cause: /with further keys debug/,
  },
  {
    name: "images kept by containerd, which is no fault",
    inject: `${writeDaemonJson(inContainerd)}systemctl restart docker`,
    expected: { daemonConfig: inContainerd },
    shows: { storage: /^overlayfs, containerd's image store$/ },
  },
  {
    name: "a registry mirror that is not in use",
    expected: { registryMirrors: ["https://mirror.example.com"] },
    stage: "configuration",
    cause: /registry-mirrors is \S+, expected "https:\/\/mirror\.example\.com\/"/,
  },
];
