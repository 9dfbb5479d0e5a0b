// SPDX-License-Identifier: Apache-2.0

/** Every default of the guest's set-up, once. Documentation and tests read them from here. */
export const defaults = {
  /**
   * Docker's packages for CentOS Stream 9, which are built from the same specs as those for RHEL 9. The `rocky` tree
   * lacks docker-ce itself: https://github.com/docker/docker-ce-packaging/issues/1341
   */
  repositoryUrl: "https://download.docker.com/linux/centos",
  /** https://docs.docker.com/engine/install/centos/ */
  gpgFingerprint: "060A61C51B558A7F742B77AAC52FEB6B621E9F35",
  /** Where the guest's own files lie; health probes and the install script agree on them through this. */
  guest: {
    script: "/usr/local/sbin/docker-host-install",
    settings: "/etc/docker-host/install.env",
    result: "/var/lib/docker-host/result.json",
    log: "/var/log/docker-host-install.log",
    daemonConfig: "/etc/docker/daemon.json",
  },
} as const;
