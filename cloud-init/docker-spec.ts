// SPDX-License-Identifier: Apache-2.0
import type { DockerChannel, LogDriver, UlimitName } from "./docker-choices";
import type { CloudConfig } from "./spec";

/** Which Docker is installed, and how its daemon is configured. */
export interface DockerSpec {
  /** Exact engine version such as `27.5.1`; absent keeps what the image has, or installs the newest. */
  version?: string;
  /** Exact version of containerd.io, which has its own numbers. Absent: what is there, or the newest. */
  containerdVersion?: string;
  /** Which of Docker's packages. */
  channel: DockerChannel;
  /**
   * `centos`, `rhel` or `rocky`: a folder of Docker's own download site. Or the address of a mirror's folder that holds
   * `gpg` and `9/<arch>/<channel>/`.
   */
  repository: string;
  /** Where the repository's public key lies. Absent: `gpg` in the repository's folder. */
  gpgKeyUrl?: string;
  /** Fingerprint of the only key that is accepted there: 40 upper-case hexadecimal digits. */
  gpgFingerprint: string;
  /** The plugin behind `docker compose`. */
  compose: boolean;
  /** The plugin behind `docker buildx`. */
  buildx: boolean;
  /** Further packages by name. Those that bring a repository, such as `epel-release`, are installed before all others. */
  packages: string[];
  /** Locks Docker's packages at what was installed, so that `dnf upgrade` leaves them alone. */
  versionLock: boolean;
  /** Keys of `/etc/docker/daemon.json`, merged over what the options below give, by the rule in merge.ts. */
  daemonConfig: CloudConfig;
  /** What keeps the containers' output. */
  logDriver: LogDriver;
  /** Size in MiB at which a container's log file is rotated; for the drivers `local` and `json-file`. */
  logMaxSizeMiB: number;
  /** How many log files a container keeps; for the drivers `local` and `json-file`. */
  logMaxFiles: number;
  /** Addresses of pull-through mirrors of Docker Hub. */
  registryMirrors: string[];
  /**
   * Registries, as `host:port` or as a network, that are used without verified TLS. From engine 29.10 on, those on the host
   * itself are only among them where they are named, or where nothing is.
   */
  insecureRegistries: string[];
  /** Certificate authorities in PEM form, by the registry's `host` or `host:port`. */
  registryCertificates: Record<string, string>;
  /** Ranges of addresses for Docker's networks. Empty: the engine's own pools. */
  addressPools: AddressPoolSpec[];
  /** Address of the HTTP proxy for the daemon, for the installation and for the security updates. Absent: none. */
  proxy?: string;
  /** Hosts, domains and networks that are reached without the proxy. */
  noProxy: string[];
  /** Folder for images, containers and volumes, of containerd as well. Absent: `/var/lib/docker`, `/var/lib/containerd`. */
  dataRoot?: string;
  /** Containers keep running while the daemon restarts. */
  liveRestore: boolean;
  /** Limits for containers that set none themselves. */
  defaultUlimits: UlimitSpec[];
  /**
   * SELinux separates the containers' processes and volumes from one another; bind mounts then need `:z` or `:Z`. Their own
   * file systems have labels with overlay2 only: https://github.com/moby/moby/blob/docker-v29.7.2/daemon/containerd/image_snapshot.go
   */
  selinuxSeparation: boolean;
  /** The preset in hardened.ts. */
  hardened: boolean;
  /** When unused containers, networks, images and build cache are removed: systemd's OnCalendar. Absent: never. */
  pruneSchedule?: string;
  /** Only what is older than this many hours is pruned. */
  pruneMinAgeHours: number;
}

/** A range of addresses that is cut into one network after another. */
export interface AddressPoolSpec {
  /** In CIDR form, such as `10.200.0.0/16`. */
  base: string;
  /** Length of each network's prefix, in bits. */
  size: number;
}

/** One resource limit; -1 means no limit, which open files always have. */
export interface UlimitSpec {
  /** As in setrlimit, in lower case: `nofile`. */
  name: UlimitName;
  soft: number;
  hard: number;
}
