// SPDX-License-Identifier: Apache-2.0

/** Every default of the guest's set-up, once. Documentation and tests read them from here. */
export const defaults = {
  user: { sshAuthorizedKeys: [], sudo: false, shell: "/bin/bash", groups: [] },
  file: { permissions: "0644", owner: "root:root" },
  docker: {
    /**
     * Docker's packages for CentOS Stream 9, which are built from the same specs as those for RHEL 9. The `rocky` tree
     * lacks docker-ce itself: https://github.com/docker/docker-ce-packaging/issues/1341
     */
    repository: "centos",
    channel: "stable",
    /** https://docs.docker.com/engine/install/centos/ */
    gpgFingerprint: "060A61C51B558A7F742B77AAC52FEB6B621E9F35",
    compose: true,
    buildx: true,
    packages: [],
    versionLock: false,
    daemonConfig: {},
    /** Compressed and bounded, which json-file is not: https://docs.docker.com/engine/logging/drivers/local/ */
    logDriver: "local",
    logMaxSizeMiB: 20,
    logMaxFiles: 5,
    registryMirrors: [],
    insecureRegistries: [],
    registryCertificates: {},
    addressPools: [],
    noProxy: [],
    liveRestore: true,
    defaultUlimits: [],
    selinuxSeparation: false,
    hardened: false,
    pruneMinAgeHours: 168,
  },
  host: {
    loginKeys: [],
    users: [],
    keyType: "ed25519",
    sysctls: {},
    kernelModules: [],
    firewalldPorts: [],
    securityUpdates: false,
    files: [],
    commands: [],
    onBootFailure: "keep",
    cloudConfig: {},
  },
  /** Where the repositories are that have a name, such as `centos`. */
  repositories: "https://download.docker.com/linux",
  /** Reached without the proxy, in addition to the caller's exceptions. */
  noProxy: ["localhost", "127.0.0.1", "::1"],
  /** Paths of our files in the guest; the install script and the health probes use the same ones. */
  guest: {
    script: "/usr/local/sbin/docker-host-install",
    options: "/usr/local/sbin/docker-host-options",
    selfCheck: "/usr/local/sbin/docker-host-self-check",
    settings: "/etc/docker-host/install.env",
    result: "/var/lib/docker-host/result.json",
    log: "/var/log/docker-host-install.log",
    failedCommands: "/var/lib/docker-host/failed-commands",
    daemonConfig: "/etc/docker/daemon.json",
    daemonProxy: "/etc/systemd/system/docker.service.d/10-docker-host-proxy.conf",
    updatesProxy: "/etc/systemd/system/dnf-automatic.service.d/10-docker-host-proxy.conf",
    registryCertificates: "/etc/docker/certs.d",
    containerdConfig: "/etc/containerd/config.toml",
    sysctls: "/etc/sysctl.d/90-docker-host.conf",
    kernelModules: "/etc/modules-load.d/docker-host.conf",
    /** sshd takes the first value it reads, and EL's own drop-in is called 50-redhat.conf. */
    sshd: "/etc/ssh/sshd_config.d/10-docker-host.conf",
    securityUpdates: "/etc/dnf/automatic.conf",
    units: "/etc/systemd/system",
    swap: "/swapfile",
  },
} as const;
