// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

import type { DockerChannel, LogDriver, UlimitName } from "../cloud-init";

/** Which Docker is installed, and how its daemon is configured. A change of any of it replaces the machine. */
export interface DockerArgs {
  /**
   * Exact engine version, as `27.5.1` or `27.5.1-1.el9`. An epoch before it is left out. It holds for docker-ce,
   * docker-ce-cli and docker-ce-rootless-extras.
   *
   * @default - what the image has, however old; on an image without Docker, the newest in the repository at first boot
   */
  version?: pulumi.Input<string>;
  /** Exact version of containerd.io, which has its own numbers. @default - what the image has, or else the newest that the engine accepts */
  containerdVersion?: pulumi.Input<string>;
  /** `stable`, or `test` for pre-releases. @default "stable" */
  channel?: pulumi.Input<DockerChannel>;
  /**
   * `centos`, `rhel` or `rocky` of Docker's own download site, or the address of a mirror's folder that holds `gpg` and
   * `9/<arch>/<channel>/`. `rocky` has lacked docker-ce itself.
   *
   * @default "centos"
   * @example "https://mirror.example/docker/linux/centos"
   */
  repository?: pulumi.Input<string>;
  /** Address of the repository's public key. @default - `gpg` in the repository's folder */
  gpgKeyUrl?: pulumi.Input<string>;
  /**
   * Fingerprint of that key, in 40 upper-case hexadecimal digits: the installation ends where it is another one.
   *
   * @default "060A61C51B558A7F742B77AAC52FEB6B621E9F35"
   */
  gpgFingerprint?: pulumi.Input<string>;
  /** Installs `docker compose`. @default true */
  compose?: pulumi.Input<boolean>;
  /** Installs `docker buildx`. @default true */
  buildx?: pulumi.Input<boolean>;
  /**
   * Further packages by name. Those that bring a repository, such as `epel-release`, come before all others. What the image
   * has by that name, or has a package that provides it, is kept as it is.
   *
   * @default - none
   */
  packages?: pulumi.Input<pulumi.Input<string>[]>;
  /** Locks Docker's packages at what was installed, so that `dnf upgrade` does not restart the daemon. @default false */
  versionLock?: pulumi.Input<boolean>;
  /**
   * For `/etc/docker/daemon.json`, on top of what the options below put there: maps merge, lists are appended, your
   * scalars win. Held against the keys that the engine has, in place before the daemon starts for the first time, and
   * checked by `dockerd --validate`.
   *
   * @default - nothing
   * @example { "icc": false, "log-opts": { "labels": "team" } }
   */
  daemonConfig?: pulumi.Input<Record<string, any>>; // eslint-disable-line @typescript-eslint/no-explicit-any -- Pulumi's schema has no other word for free-form JSON
  /**
   * What keeps the containers' output: `local`, `json-file`, `journald`, `syslog`, `fluentd`, `gelf`, `awslogs`,
   * `gcplogs`, `splunk` or `none`.
   *
   * @default "local"
   */
  logDriver?: pulumi.Input<LogDriver>;
  /** Size in MiB at which a container's log file is turned over; for `local` and `json-file`. @default 20 */
  logMaxSizeMiB?: pulumi.Input<number>;
  /** Log files that a container keeps; for `local` and `json-file`. @default 5 */
  logMaxFiles?: pulumi.Input<number>;
  /** Pull-through mirrors of Docker Hub; with a path from engine 25 on. @default - none @example ["https://mirror.gcr.io"] */
  registryMirrors?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Registries spoken to without verified TLS: `host:port` or networks in CIDR form. From engine 29.10 on, those on the
   * host itself are only among them where they are named, or where nothing is.
   *
   * @default - none
   */
  insecureRegistries?: pulumi.Input<pulumi.Input<string>[]>;
  /** Certificate authorities in PEM form, by the registry's `host` or `host:port`. @default - the system's own */
  registryCertificates?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Where Docker takes its networks' addresses from. @default - the engine's own pools */
  addressPools?: pulumi.Input<pulumi.Input<AddressPoolArgs>[]>;
  /**
   * HTTP proxy for the daemon's pulls, for curl and dnf during the installation, and for the security updates.
   *
   * @default - none
   * @example "http://proxy.example:3128"
   */
  proxy?: pulumi.Input<string>;
  /** Hosts, `.domains` and networks that are reached without the proxy, beside localhost. @default - none */
  noProxy?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Folder for images, containers and volumes: Docker's data root and, below it, containerd's, where the images of engine
   * 29 and later lie. SELinux labels are set for both.
   *
   * @default - `/var/lib/docker` and `/var/lib/containerd`
   * @example "/data/docker"
   */
  dataRoot?: pulumi.Input<string>;
  /** Containers go on while the daemon restarts. Must be false for Swarm. @default true */
  liveRestore?: pulumi.Input<boolean>;
  /** Limits of each container that sets none itself. @default - the engine's own */
  defaultUlimits?: pulumi.Input<pulumi.Input<UlimitArgs>[]>;
  /**
   * SELinux separates the containers' processes and volumes from one another; bind mounts then need `:z` or `:Z`. What is
   * in the containers' own file systems is separated by `overlay2` only, not by the image store of containerd, which is the
   * default from engine 29 on.
   *
   * @default false
   */
  selinuxSeparation?: pulumi.Input<boolean>;
  /**
   * The daemon's part of the CIS Docker Benchmark as far as it suits ordinary containers: no new privileges, no userland
   * proxy, limits on open files, ports published to localhost unless an address is given, and `selinuxSeparation`.
   *
   * @default false
   */
  hardened?: pulumi.Input<boolean>;
  /**
   * When unused containers, networks, images and build cache are removed (never volumes), as systemd's OnCalendar.
   *
   * @default - never
   * @example "Sun 03:30"
   */
  pruneSchedule?: pulumi.Input<string>;
  /** Only what is older than this many hours is pruned. @default 168 */
  pruneMinAgeHours?: pulumi.Input<number>;
}

/** A range of addresses that is cut into one network after another. */
export interface AddressPoolArgs {
  /** In CIDR form, such as `10.200.0.0/16`. */
  base: pulumi.Input<string>;
  /** Length in bits of each network's prefix, such as 24. */
  size: pulumi.Input<number>;
}

/** One resource limit of containers. */
export interface UlimitArgs {
  /** As in setrlimit, in lower case: `nofile`. */
  name: pulumi.Input<UlimitName>;
  /** In force at first; -1 for none, which open files do not have. */
  soft: pulumi.Input<number>;
  /** How far the container may raise it; -1 for none, which open files do not have. */
  hard: pulumi.Input<number>;
}
