// SPDX-License-Identifier: Apache-2.0
// What Docker takes one of a few values for. Pulumi makes an enum for other languages of each: with plain names as keys.

/** Which of Docker's packages are installed. */
export const DockerChannel = {
  Stable: "stable",
  /** Pre-releases. */
  Test: "test",
} as const;
export type DockerChannel = (typeof DockerChannel)[keyof typeof DockerChannel];

/** Docker's own; plugins go into `daemonConfig`. https://docs.docker.com/engine/logging/configure/ */
export const LogDriver = {
  Local: "local",
  JsonFile: "json-file",
  Journald: "journald",
  Syslog: "syslog",
  Fluentd: "fluentd",
  Gelf: "gelf",
  AwsLogs: "awslogs",
  GcpLogs: "gcplogs",
  Splunk: "splunk",
  /** Nothing is kept. */
  None: "none",
} as const;
export type LogDriver = (typeof LogDriver)[keyof typeof LogDriver];

/** As in setrlimit: https://docs.docker.com/reference/cli/docker/container/run/#ulimit */
export const UlimitName = {
  Core: "core",
  Cpu: "cpu",
  Data: "data",
  Fsize: "fsize",
  Locks: "locks",
  Memlock: "memlock",
  Msgqueue: "msgqueue",
  Nice: "nice",
  Nofile: "nofile",
  Nproc: "nproc",
  Rss: "rss",
  Rtprio: "rtprio",
  Rttime: "rttime",
  Sigpending: "sigpending",
  Stack: "stack",
} as const;
export type UlimitName = (typeof UlimitName)[keyof typeof UlimitName];
