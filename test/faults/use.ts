// SPDX-License-Identifier: Apache-2.0
import { daemonConfig } from "./daemon-config";
import { type Fault, inFiles, limits, writeDaemonJson } from "./fault";
import { account } from "./first-boot";

const { "log-opts": _limits, ...others } = daemonConfig;
const withFluentd = { ...others, "log-driver": "fluentd" };
const unmasked = { ...daemonConfig, "ip-masq": false };
const bridgeless = { ...daemonConfig, bridge: "none" };

/** Who may use the engine, and what containers can do. */
export const useFaults: Fault[] = [
  {
    name: "user not in the group",
    inject: "gpasswd -d ci docker",
    undo: "gpasswd -a ci docker",
    stage: "membership",
    cause: /ci is not in group docker \(groups: ci\)/,
  },
  {
    name: "user that does not exist",
    expected: { dockerUsers: ["rocky", "ci", "nobody-of-that-name"] },
    stage: "membership",
    cause: /nobody-of-that-name does not exist on this host/,
  },
  {
    name: "user in the group with a locked shell",
    ...inFiles(["/etc/passwd"], "usermod -s /usr/sbin/nologin ci"),
    stage: "login",
    cause: /a new login of ci cannot use docker/,
  },
  {
    name: "member that was not declared, in strict mode",
    inject: "useradd eve; usermod -aG docker eve",
    undo: "userdel -r eve",
    expected: { strict: true },
    stage: "members",
    cause: /also in group docker: eve/,
  },
  {
    name: "data disk full",
    inject: `fallocate -l $(($(df -Pm / | awk 'NR == 2 { print $4 }') - 100))M /filler`,
    undo: "rm /filler",
    stage: "disk",
    cause: /^1?\d\d? MiB of \d+ GiB free/,
  },
  {
    name: "docker's packet filter rules flushed",
    inject: "iptables-save >/run/rules; iptables -F; iptables -t nat -F",
    undo: "iptables-restore </run/rules",
    stage: "firewall",
    cause: /docker's rules are gone/,
  },
  {
    name: "runc that does not start anything",
    ...inFiles(["/usr/bin/runc"], `printf '#!/bin/sh\\nexit 1\\n' >/tmp/runc; install -m 755 /tmp/runc /usr/bin/runc`),
    stage: "container",
    cause: /./,
    known: /^look at the runtime, cgroup and ulimit settings in docker\.daemonConfig/,
  },
  {
    name: "container that hangs",
    // dockerd asks runc for its version whenever it is asked for its own.
    inject: `runc=$(command -v runc); mv "$runc" /usr/bin/runc.real
printf '#!/bin/sh\\n[ "$1" != --version ] || exec runc.real --version\\nexec sleep 1000\\n' >/tmp/runc; install -m 755 /tmp/runc "$runc"`,
    expected: { limits: { ...limits, container: 10 } },
    stage: "container",
    cause: /no answer within 10 s/,
  },
  {
    // dockerd puts its bridges into firewalld's zones when it starts, and whenever firewalld reloads after that.
    name: "firewalld started after docker",
    inject: "systemctl start firewalld",
    stage: "firewall",
    cause: /firewalld, zone of docker0: no zone; expected docker$/,
  },
  {
    name: "DNS broken in containers, in strict mode",
    inject: "iptables -I DOCKER-USER -p udp --dport 53 -j DROP",
    undo: "iptables -D DOCKER-USER -p udp --dport 53 -j DROP",
    expected: { strict: true },
    stage: "dns",
    cause: /no answer from/,
  },
  {
    name: "docker-proxy and the way to containers gone",
    inject: `printf '#!/bin/sh\\nexec sleep 1000\\n' >/tmp/proxy; install -m 755 /tmp/proxy "$(command -v docker-proxy)"; ip link set docker0 down`,
    expected: { limits: { ...limits, container: 40 } },
    stage: "port",
    cause: /./,
  },
  {
    name: "a thing of one's own that is not there, asked for by a user, after one that is and before one that nobody asks",
    expected: {
      probes: [
        { name: "kernel", command: "uname -r | grep -c '^[0-9]'", hint: "reboot" },
        { name: "agent", command: 'id -un; echo "no agent for $LOGNAME"; exit 7', hint: "start the agent", user: "ci" },
        { name: "never", command: "true", hint: "wait" },
      ],
    },
    stage: "agent",
    cause: /^no agent for ci$/,
    known: /^start the agent$/,
  },
  {
    // All at once, because each needs the whole check.
    name: "what is only worth a warning: cloud-init degraded, its command hanging, a further member, a further key, no DNS and no way out of containers, things of one's own",
    inject: `${account('stage["recoverable_errors"] = {"WARNING": ["Failed to set the hostname"]}')}
printf '#!/bin/sh\\nexec sleep 1000\\n' >/usr/bin/cloud-init
useradd eve; usermod -aG docker eve
${writeDaemonJson({ ...daemonConfig, debug: true })}
iptables -I DOCKER-USER -p udp --dport 53 -j DROP
iptables -I DOCKER-USER -p tcp --syn ! -d 172.16.0.0/12 -j REJECT`,
    expected: {
      probes: [
        { name: "slow", command: "echo begun; sleep 600", hint: "wait", limitSeconds: 2, essential: false, user: "ci" },
        { name: "hidden", command: "echo hunter2; false", hint: "wait", essential: false, quiet: true },
      ],
    },
    warns: ["cloud-init", "configuration", "members", "dns", "outgoing", "slow", "hidden"],
    shows: { slow: /^no answer within 2 s: begun$/, hidden: /^ended with status 1; what it says is not shown/ },
  },
  {
    name: "log driver whose server is away, which containers of the check do not need",
    inject: `${writeDaemonJson(withFluentd)}systemctl restart docker`,
    expected: { daemonConfig: withFluentd },
    warns: ["logs"],
    shows: {
      logs: /^no container starts with log driver fluentd: .*connection refused/,
      configuration: /^dockerd has as asked: log-driver live-restore; only in \/etc\/docker\/daemon\.json: nothing$/,
    },
  },
  {
    name: "packets of containers that are not masqueraded, as daemon.json wants it",
    inject: `${writeDaemonJson(unmasked)}systemctl stop docker; iptables -t nat -F POSTROUTING; systemctl start docker`,
    expected: { daemonConfig: unmasked },
    warns: ["dns", "outgoing"],
    shows: { firewall: /docker's rules are in place/ },
  },
  {
    name: "no default bridge, as daemon.json wants it",
    inject: `${writeDaemonJson(bridgeless)}systemctl restart docker`,
    expected: { daemonConfig: bridgeless },
    shows: { port: /^dockerd was told to have no default bridge$/ },
  },
  {
    name: "smoke image that cannot be had",
    expected: { smokeImage: "10.0.2.2:1/nothing" },
    stage: "smoke",
    cause: /connection refused|dial tcp/,
  },
];
