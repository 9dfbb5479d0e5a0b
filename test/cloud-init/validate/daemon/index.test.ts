// SPDX-License-Identifier: Apache-2.0
import { saidOf } from "./said";

/** What somebody wrote, and all that is said about it. */
const cases: [string, object, string[]][] = [
  [
    "a socket",
    { docker: { daemonConfig: { hosts: ["unix:///run/docker.sock"] } } },
    [
      'error: docker.daemonConfig.hosts: must not be set: docker.service already starts dockerd with "-H fd://" and dockerd refuses both; remove it and reach the daemon over SSH',
    ],
  ],
  [
    "a tcp socket",
    { docker: { daemonConfig: { hosts: ["tcp://0.0.0.0:2375"] } } },
    [
      'error: docker.daemonConfig.hosts: must not be set: docker.service already starts dockerd with "-H fd://" and dockerd refuses both; remove it and reach the daemon over SSH (a tcp socket is root for everybody who reaches it)',
    ],
  ],
  [
    "containerd's address",
    { docker: { daemonConfig: { containerd: "/run/containerd/containerd.sock" } } },
    [
      'error: docker.daemonConfig.containerd: must not be set: docker.service already starts dockerd with "--containerd" and dockerd refuses both; remove it',
    ],
  ],
  [
    "TLS without a tcp socket",
    { docker: { daemonConfig: { tls: true } } },
    [
      "error: docker.daemonConfig.tls: must not be set: the daemon has no tcp socket, and does not start where its certificates are missing; remove it",
    ],
  ],
  [
    "TLS that is turned on by turning its check off",
    { docker: { daemonConfig: { tls: false, tlsverify: false } } },
    [
      "error: docker.daemonConfig.tlsverify: must not be set: the daemon has no tcp socket, and does not start where its certificates are missing; remove it",
    ],
  ],
  [
    "a daemon without root",
    { docker: { daemonConfig: { rootless: true } } },
    [
      "error: docker.daemonConfig.rootless: must not be true: docker.service runs dockerd as root, and it would not start; remove it",
    ],
  ],
  [
    "a profile that nothing brings",
    { docker: { daemonConfig: { "seccomp-profile": "/etc/docker/seccomp.json" } } },
    [
      'warning: docker.daemonConfig["seccomp-profile"]: "/etc/docker/seccomp.json" is in none of files, and dockerd does not start where it is missing; add it there',
    ],
  ],
  [
    "a profile from files",
    {
      docker: { daemonConfig: { "seccomp-profile": "/etc/docker/seccomp.json" } },
      files: [{ path: "/etc/docker/seccomp.json", content: "{}" }],
    },
    [],
  ],
  [
    "no iptables",
    { docker: { daemonConfig: { iptables: false } } },
    ["error: docker.daemonConfig.iptables: must not be false: containers would have no network (CIS 2.4); remove it"],
  ],
  [
    "a data root beside docker.dataRoot",
    { docker: { daemonConfig: { "data-root": "/data" } } },
    [
      'error: docker.daemonConfig["data-root"]: moves only a part; set docker.dataRoot, which moves containerd\'s images too and labels both',
    ],
  ],
  [
    "another group",
    { docker: { daemonConfig: { group: "wheel" } } },
    ["error: docker.daemonConfig.group: must not be set: dockerUsers are put into the group docker; remove it"],
  ],
  [
    "insecure registries",
    { docker: { daemonConfig: { "insecure-registries": ["a"] } } },
    [
      'warning: docker.daemonConfig["insecure-registries"]: whoever sits between can replace the images (CIS 2.5); give the registry\'s certificate authority in docker.registryCertificates instead; from engine 29.10.0 on, a list leaves out registries on the host itself unless it names them, for example "localhost:5000"',
    ],
  ],
  [
    "user namespaces with the containerd store",
    { docker: { daemonConfig: { "userns-remap": "default", features: { "containerd-snapshotter": true } } } },
    [
      'error: docker.daemonConfig["userns-remap"]: does not work with the containerd image store; remove daemonConfig.features or this',
    ],
  ],
  [
    "no user namespaces with the containerd store",
    { docker: { daemonConfig: { "userns-remap": "", features: { "containerd-snapshotter": true } } } },
    [],
  ],
  [
    "live restore with a Swarm's address",
    { docker: { daemonConfig: { "swarm-default-advertise-addr": "eth0" } } },
    [
      'error: docker.liveRestore: does not work with Swarm, which docker.daemonConfig["swarm-default-advertise-addr"] asks for; set it to false',
    ],
  ],
  [
    "live restore with a Swarm's command",
    { commands: ["docker  swarm init"] },
    ["error: docker.liveRestore: does not work with Swarm, which commands[0] asks for; set it to false"],
  ],
  [
    "live restore with a Swarm's command in cloudConfig",
    { cloudConfig: { runcmd: [["docker", "swarm", "join"]] } },
    ["error: docker.liveRestore: does not work with Swarm, which cloudConfig.runcmd asks for; set it to false"],
  ],
  [
    "live restore of daemonConfig with Swarm",
    { docker: { liveRestore: false, daemonConfig: { "live-restore": true } }, commands: ["docker swarm init"] },
    [
      'error: docker.daemonConfig["live-restore"]: does not work with Swarm, which commands[0] asks for; set it to false',
    ],
  ],
  [
    "nftables with Swarm",
    {
      docker: { liveRestore: false, daemonConfig: { "firewall-backend": "nftables" } },
      commands: ["docker swarm init"],
      sysctls: { "net.ipv4.ip_forward": "1" },
    },
    [
      'error: docker.daemonConfig["firewall-backend"]: "nftables" does not work with Swarm, which commands[0] asks for; remove one of them',
    ],
  ],
  [
    "a limit that does not exist",
    { docker: { defaultUlimits: [{ name: "files", soft: 1, hard: 1 }] } },
    [
      'error: docker.defaultUlimits[0].name: "files" is not a limit; there are core, cpu, data, fsize, locks, memlock, msgqueue, nice, nofile, nproc, rss, rtprio, rttime, sigpending, stack',
    ],
  ],
  [
    "a limit that is none",
    { docker: { defaultUlimits: [{ name: "nofile", soft: 0.5, hard: -2 }] } },
    [
      "error: docker.defaultUlimits[0].soft: 0.5 is not a limit; use a whole number",
      "error: docker.defaultUlimits[0].hard: -2 is not a limit; use a whole number",
    ],
  ],
  [
    "half a limit of memory",
    { docker: { defaultUlimits: [{ name: "memlock", soft: 0.5, hard: 1 }] } },
    ["error: docker.defaultUlimits[0].soft: 0.5 is not a limit; use a whole number, or -1 for none"],
  ],
  [
    "a soft limit above the hard one",
    { docker: { defaultUlimits: [{ name: "nofile", soft: 2, hard: 1 }] } },
    ["error: docker.defaultUlimits[0].soft: 2 is above the hard limit; use a whole number from 0 to 1"],
  ],
  [
    "no soft limit above a hard one",
    { docker: { defaultUlimits: [{ name: "nofile", soft: -1, hard: 1 }] } },
    ["error: docker.defaultUlimits[0].soft: -1 is above the hard limit; use a whole number from 0 to 1"],
  ],
  [
    "a soft limit above none at all",
    { docker: { defaultUlimits: [{ name: "core", soft: 1, hard: 0 }] } },
    ["error: docker.defaultUlimits[0].soft: 1 is above the hard limit; use a whole number from 0 to 0"],
  ],
  [
    "a limit twice",
    {
      docker: {
        defaultUlimits: [
          { name: "core", soft: 0, hard: 0 },
          { name: "core", soft: 1, hard: 1 },
        ],
      },
    },
    ['error: docker.defaultUlimits[1].name: "core" is here twice; keep one of them'],
  ],
];

describe("the daemon's configuration", () => {
  test.each(cases)("%s", (_label, input, expected) => {
    expect(saidOf(input)).toEqual(expected);
  });
});
