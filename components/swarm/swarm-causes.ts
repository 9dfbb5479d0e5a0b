// SPDX-License-Identifier: Apache-2.0
import type { Cause } from "../health/causes/cause";

/** What engines say where a swarm is not made or does not work, the most telling first. */
export const swarmCauses: Cause[] = [
  {
    says: /live-?restore.*(?:incompatible|swarm)/i,
    fix: "set docker.liveRestore to false for this host; elsewhere take live-restore out of /etc/docker/daemon.json and restart docker",
  },
  {
    says: /nftables.*swarm|swarm.*nftables|firewall.?backend/i,
    fix: 'take "firewall-backend" out of docker.daemonConfig, or set it to "iptables": a swarm needs that',
  },
  {
    says: /remote CA does not match|CA certificate.*(?:mismatch|does not match)|digest mismatch|fingerprint.*CA/i,
    fix: "the manager at that address belongs to another swarm than the token: look whether privateAddress is the manager's own, and run pulumi up again",
  },
  {
    says: /invalid join token|join token.*(?:invalid|must|necessary)|token was not|valid join token/i,
    fix: "the token was renewed or is another swarm's: run pulumi up again, which reads it anew",
  },
  {
    says: /certificate is not yet valid|not yet valid|certificate has expired or is not yet valid/i,
    fix: "clocks differ: run systemctl enable --now chronyd && chronyc makestep on the members, and compare what date -u says",
  },
  {
    says: /certificates have expired|certificate has expired|x509: .*expired/i,
    fix: "the member was away for too long, or its clock is wrong: set the clock; then run docker swarm leave --force on it, and pulumi up",
  },
  {
    says: /x509|certificate signed by unknown authority|bad certificate|transport: authentication handshake failed/i,
    fix: "the member has certificates of another swarm: run docker swarm leave --force on it, and pulumi up; compare the clocks as well",
  },
  {
    says: /already part of a swarm/i,
    fix: "it is a member of a swarm already: run docker swarm leave on it (--force on a manager, which gives its swarm up), and pulumi up",
  },
  {
    says: /encrypted and needs to be unlocked|swarm is locked/i,
    fix: "run docker swarm unlock on it; it asks for the key, which is the output unlockKey",
  },
  {
    says: /(?:could not|must specify|advertise).*(?:address|interface).*(?:advertise|recognized|system|non-zero|found)|advertise address|cannot assign requested address/i,
    fix: "set privateAddress to an address of the machine's own that ip -4 address shows there",
  },
  {
    says: /Timeout was reached before node joined|context deadline exceeded|DeadlineExceeded|i\/o timeout/i,
    fix: "the manager gives no answer: open 2377/tcp, 7946/tcp and 7946/udp between the members, and look whether the manager's engine runs",
  },
  {
    says: /connection refused|no route to host|network is unreachable/i,
    fix: "nothing listens there or a firewall says no: look at privateAddress of the managers, at docker info on them, and at firewalld",
  },
  {
    says: /swarm does not have a leader|lost its? quorum|too few managers|no leader|lost majority/i,
    fix: "more than half of the managers have to answer: start those that are away. Where they are lost, run docker swarm init --force-new-cluster on one that is left",
  },
  {
    says: /not a swarm manager|not part of a swarm/i,
    fix: "the machine has left the swarm or was demoted while this ran: look at docker info on it, and run pulumi up again",
  },
  {
    says: /(?:address|pool|subnet|network).*overlap|overlaps with|non-overlapping|could not find an available.*(?:pool|subnet)|failed to allocate (?:gateway|network|VIP)|address space exhausted/i,
    fix: "networks of the swarm collide with the machines' own, or none is left: set addressPool to ranges that nothing else uses; it is settled when the swarm is made",
  },
  {
    says: /(?:vxlan|overlay|bridge|veth|ip_?vs|xt_\w+).*(?:not supported|unknown device type|no such (?:file|device)|module|protocol not available)|operation not supported|Could not (?:load|find) .*module/i,
    fix: "the kernel lacks a module: run modprobe -a vxlan ip_vs xt_ipvs br_netfilter there; minimal kernels keep them in a package such as kernel-modules-core or kernel-modules-extra",
  },
  {
    says: /vxlan interface|error creating vxlan|vxlan.*(?:file exists|already)/i,
    fix: "something has the network's VXLAN: ip -d link show type vxlan shows it there; restart docker on that member, or choose another dataPathPort",
  },
  {
    says: /ingress.*(?:not found|no such|missing|does not exist)|no ingress|service needs ingress network/i,
    fix: "the network of published ports is gone: run docker network create --driver overlay --ingress ingress on a manager",
  },
  {
    says: /port .*already (?:in use|allocated)|address already in use/i,
    fix: "another program has that port on the member: ss -lntup shows it there; end it, or choose another port",
  },
  {
    says: /no suitable node|insufficient resources|scheduling constraints not satisfied/i,
    fix: "no member may run the task: look at availability and at free memory of the members in docker node ls and docker node inspect",
  },
  {
    says: /invalid mount config|bind source path does not exist/i,
    fix: "the folder does not exist on that member; the proof needs /usr, and a service its own folders on each node that may run it",
  },
  {
    says: /No such image|manifest unknown|pull access denied/i,
    fix: "the image is not on that member: something has removed it while the proof ran, such as docker image prune; run pulumi up again",
  },
  {
    says: /no space left on device|disk quota exceeded/i,
    fix: "free space on that member, or give the machine a larger disk",
  },
  {
    says: /Cannot connect to the Docker daemon|couldn't connect to server|could not connect to server|failed to connect/i,
    fix: "no engine answers on that member: run systemctl status docker and journalctl -u docker on it",
  },
  {
    says: /curl: command not found|curl: not found/i,
    fix: "install curl on that member",
  },
];
