// SPDX-License-Identifier: Apache-2.0
import type { Cause } from "./cause";

/** Error messages of dockerd, containerd and runc, the most telling first. */
export const engineCauses: Cause[] = [
  {
    says: /following directives are specified both as a flag and in the configuration file: ([\w-]+)/,
    fix: 'remove docker.daemonConfig["$1"]: dockerd gets it on its command line already',
  },
  {
    says: /following directives don't match any configuration option: ([\w, -]+)/,
    fix: "remove from docker.daemonConfig what this version of dockerd does not know: $1",
  },
  {
    says: /(?:graph)?driver not supported|prerequisites for driver not satisfied|unknown (?:graph)?driver|storage-driver/i,
    fix: 'docker.daemonConfig["storage-driver"] must be one that this kernel has; remove it for overlay2',
  },
  {
    says: /unable to configure the Docker daemon with file|json: cannot unmarshal|invalid character .* (?:in|after|looking)/,
    fix: "correct docker.daemonConfig; on the host, `dockerd --validate` says what is wrong in /etc/docker/daemon.json",
  },
  {
    says: /(?:no log driver named|unknown log driver|logger: .*log-driver)/i,
    fix: "docker.logDriver must be one of this engine's; `docker info` lists them",
  },
  {
    says: /unknown log opt '?([\w-]+)/,
    fix: 'remove "$1" from log-opts in docker.daemonConfig: the log driver does not know it',
  },
  {
    says: /could not find an available, non-overlapping IPv4 address pool|all predefined address pools/,
    fix: "give docker.addressPools a network that nothing else on the host uses",
  },
  {
    says: /(?:bridge|bip|fixed-cidr|default gateway).*(?:invalid|overlap|conflict|not in range)/i,
    fix: "correct `bip` and `fixed-cidr` in docker.daemonConfig; they must not overlap another network of the host",
  },
  {
    says: /(?:iptables|ip6tables|nft|firewalld).*(?:fail|No chain|not found|cannot|Couldn't load)/i,
    fix: "look at the host's firewall: something flushes its rules or the kernel lacks a module (`modprobe ip_tables nf_tables`)",
  },
  {
    says: /address already in use/,
    fix: "another process has the address that dockerd was told to listen on; `ss -ltnp` on the host names it",
  },
  {
    says: /pid file found, ensure docker is not running|process with PID \d+ is still running/,
    fix: "a second dockerd runs on the host; end it and run `systemctl restart docker`",
  },
  {
    says: /no space left on device|disk quota exceeded/i,
    fix: "free space on the host, or give the machine a larger disk",
  },
  {
    says: /read-only file system/i,
    fix: "the kernel turns a file system read-only after errors of the disk: look at `dmesg`, and replace the machine",
  },
  {
    says: /(?:tls|x509|certificate|PEM).*(?:fail|cannot|could not|no such|invalid|unable)/i,
    fix: "correct the certificates that docker.daemonConfig names; they must be on the host before dockerd starts",
  },
  {
    says: /(?:dial|connect).*containerd\.sock|failed to (?:start|dial|connect to) .?containerd/i,
    fix: "containerd does not run: `journalctl -u containerd` on the host says why",
  },
  {
    says: /unable to start unit|runc create failed|OCI runtime create failed|cgroups?: .*(?:not|fail|invalid|unable)/i,
    fix: "look at the runtime, cgroup and ulimit settings in docker.daemonConfig, and at `journalctl -u docker` on the host",
  },
  { says: /out of memory|cannot allocate memory|oom-kill/i, fix: "give the machine more memory" },
  {
    says: /failed to start daemon: /,
    fix: "correct what dockerd complains of, mostly docker.daemonConfig, then `pulumi up`",
  },
];
