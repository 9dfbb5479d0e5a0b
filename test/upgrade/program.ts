// SPDX-License-Identifier: Apache-2.0
// The program whose state is the fixture. It stays as it is until that is made anew, or the test would compare two programs.
import { AwsDockerHost } from "../../components/aws";
import { GcpDockerHost } from "../../components/gcp";
import { HostHealth } from "../../components/health";
import { LocalDockerHost } from "../../components/local";

// A local machine is another one on another processor, and the state is from a computer of this kind.
Object.defineProperty(process, "arch", { value: "x64" });

const users = [
  {
    name: "alice",
    sshAuthorizedKeys: [
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl alice@example",
    ],
    sudo: true,
    groups: ["adm"],
  },
  { name: "ci", shell: "/bin/sh" },
];
const much = {
  users,
  dockerUsers: ["rocky", "ci"],
  docker: {
    version: "28.3.3",
    logMaxSizeMiB: 50,
    registryMirrors: ["https://mirror.example"],
    daemonConfig: { labels: ["team=web"] },
    addressPools: [{ base: "10.200.0.0/16", size: 24 }],
    proxy: "http://proxy.example:3128",
    noProxy: [".example"],
    pruneSchedule: "Sun 03:30",
  },
  swapMiB: 1024,
  sysctls: { "vm.max_map_count": "262144" },
  files: [{ path: "/etc/motd", content: "a Docker host\n", permissions: "0644" }],
  commands: ["docker network create web"],
  cloudConfig: { timezone: "Europe/Vienna" },
  health: { ssh: 300 },
};
const ttlMinutes = 120;

// What a machine is made of has fixed paths here: they are part of what makes it another one.
const folder = "/tmp/pulumi-docker-host-upgrade";
const image = { name: "Rocky 9", disk: "/dev/null" };
new LocalDockerHost("local", { image, directory: `${folder}-local` });
new LocalDockerHost("local-more", {
  ...much,
  ...{ image, directory: `${folder}-local-more`, sshPort: 2223, memoryMiB: 4096, cpus: 1, diskGiB: 40 },
  ttlMinutes,
  health: { rebootCheck: true, strict: true },
});

const aws = new AwsDockerHost("aws", { sshIngressCidrs: ["203.0.113.0/24"] });
new AwsDockerHost("aws-more", {
  ...much,
  sshIngressCidrs: ["203.0.113.0/24", "198.51.100.7/32", "2001:db8::/48"],
  ingress: [
    { port: 443, cidrs: ["0.0.0.0/0", "::/0"], description: "HTTPS" },
    { protocol: "udp", port: 6000, toPort: 6010, cidrs: ["198.51.100.0/24"] },
    { protocol: "icmp", cidrs: ["198.51.100.0/24"] },
  ],
  egress: [{ port: 443, cidrs: ["0.0.0.0/0"] }],
  publicAddress: "elastic",
  instanceType: "t3.medium",
  diskGiB: 40,
  metadataHopLimit: 2,
  rotateImage: "1",
  tags: { team: "web" },
});
new AwsDockerHost("aws-ttl", { sshIngressCidrs: ["203.0.113.0/24"], region: "eu-west-1", spot: true, ttlMinutes });
new AwsDockerHost("aws-private", {
  subnetId: "subnet-028831e25f4acda0e",
  publicAddress: "none",
  proxy: { host: "bastion.example", user: "jump", privateKey: aws.privateKey },
});

const zone = "europe-west1-b";
new GcpDockerHost("gcp", { zone, sshSourceRanges: ["203.0.113.0/24"] });
new GcpDockerHost("gcp-more", {
  ...much,
  ...{ zone, sshSourceRanges: ["203.0.113.0/24", "198.51.100.7/32"], networkTags: ["web"], publicAddress: "static" },
  ...{ machineType: "n2-standard-2", diskGiB: 40, rotateImage: "1", secureBoot: false },
  labels: { team: "web" },
  metadata: { role: "web" },
});
new GcpDockerHost("gcp-ttl", { zone, sshSourceRanges: ["203.0.113.0/24"], spot: true, ttlMinutes });
new GcpDockerHost("gcp-tunnel", { zone, iapTunnelPort: 2224, publicAddress: "none", hostKeyFrom: "injected" });

new HostHealth("elsewhere", { connection: aws.connection, dockerUsers: ["rocky", "ci"] });
