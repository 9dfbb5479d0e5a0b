// SPDX-License-Identifier: Apache-2.0
import { type CloudConfig, type DockerSpec, LogDriver } from "../../../../cloud-init";
import { logOptions } from "../../../../cloud-init/log-options";
import { saidOfKeys } from "./said";

const awslogs = { logDriver: "awslogs" } as const;
const said = (options: CloudConfig, docker: Partial<DockerSpec> = {}) =>
  saidOfKeys({ "log-opts": options }, docker).map((line) => line.replace('["log-opts"]', ""));

test.each<[LogDriver, string, string, string[]]>([
  ["gelf", "gelf-address", "logs.example:12201", ["udp://logs.example:12201", "tcp://[2001:db8::1]:12201"]],
  [
    "syslog",
    "syslog-address",
    "logs.example:514",
    ["udp://logs.example:514", "unix:/dev/log", "unixgram:///dev/log", "TCP+TLS://a"],
  ],
  ["syslog", "syslog-format", "json", ["rfc3164", "rfc5424", "rfc5424micro"]],
  ["fluentd", "fluentd-address", "http://logs.example:24224", ["a", "tls://a:1", "[2001:db8::1]:1", "unix:///run/f"]],
])("%s with %s %j, which is of another form", (logDriver, name, wrong, fine) => {
  const address: CloudConfig = logDriver === "gelf" ? { "gelf-address": "udp://a:1" } : {};
  expect(said({ ...address, [name]: wrong }, { logDriver })).toEqual([
    expect.stringMatching(new RegExp(`^error: \\["${name}"\\]: ".*" is not of the form "`)),
  ]);
  for (const value of fine) expect(said({ ...address, [name]: value }, { logDriver })).toEqual([]);
});

test.each<[string, CloudConfig, Partial<DockerSpec>, string]>([
  [
    "of another driver",
    { "max-size": "10m" },
    { logDriver: "journald" },
    'error: ["max-size"]: is no option of the log driver journald, and dockerd would not start; there are env, env-regex, labels, labels-regex, tag, mode, max-buffer-size, cache-disabled, and cache- before those of local',
  ],
  [
    "that came later",
    { tag: "{{.Name}}" },
    { version: "28.5.2" },
    "error: .tag: is no option of the log driver local, and dockerd would not start; there are compress, max-file, max-size, mode, max-buffer-size, cache-disabled, and cache- before those of local",
  ],
  [
    "of another mode",
    { "max-buffer-size": "4m" },
    {},
    'error: ["max-buffer-size"]: works only with mode "non-blocking"; set that as well',
  ],
  ["that is no mode", { mode: "fast" }, {}, 'error: .mode: "fast" is not of the form "non-blocking"'],
  [
    "that is no size",
    { "max-size": "10 megabytes" },
    {},
    'error: ["max-size"]: "10 megabytes" is not of the form "20m"',
  ],
  [
    "of the cache, which that engine's cache does not have",
    { "cache-tag": "a" },
    { logDriver: "journald", version: "28.5.2" },
    'error: ["cache-tag"]: is no option of the log driver journald, and dockerd would not start; there are env, env-regex, labels, labels-regex, tag, mode, max-buffer-size, cache-disabled, and cache- before those of local',
  ],
  [
    "that is no yes or no",
    { "cache-disabled": "yes" },
    { logDriver: "journald" },
    'error: ["cache-disabled"]: "yes" is not of the form "true"',
  ],
  ["that is no number of files", { "max-file": "0" }, {}, 'error: ["max-file"]: "0" is not of the form "5"'],
  [
    "with which nothing is left to compress",
    { "max-file": "1" },
    {},
    'error: ["max-file"]: "1" leaves no container to start: of one file, nothing is compressed; set compress to "false"',
  ],
  [
    "that compresses a single file",
    { compress: "true" },
    { logDriver: "json-file", logMaxFiles: 1 },
    'error: .compress: "true" leaves no container to start: of one file, nothing is compressed; set compress to "false"',
  ],
  [
    "beside one that excludes it",
    { "awslogs-group": "g", "awslogs-datetime-format": "%H", "awslogs-multiline-pattern": "^x" },
    awslogs,
    'error: ["awslogs-multiline-pattern"]: cannot be set beside awslogs-datetime-format; remove one of them',
  ],
])("a log option %s", (_what, options, docker, expected) => {
  expect(said(options, docker)).toEqual([expected]);
});

test.each<[CloudConfig, Partial<DockerSpec>]>([
  [{ mode: "non-blocking", "max-buffer-size": "4m" }, {}],
  [{ "max-file": "1", compress: "false" }, {}],
  [{ "max-file": "1" }, { logDriver: "json-file" }],
  [{ "max-file": "03" }, {}],
  [{ "cache-disabled": "true" }, { logDriver: "journald" }],
  [
    { "cache-max-size": "5m", "cache-max-file": "2", "cache-compress": "f" },
    { logDriver: "syslog", version: "28.5.2" },
  ],
  [{ "max-size": "1.5GiB" }, {}],
  [{ tag: "{{.Name}}" }, {}],
  [{ tag: "{{.Name}}" }, { logDriver: "journald", version: "28.5.2" }],
  [{ anything: "at all" }, { logDriver: "none" }],
  [{}, { logMaxFiles: 1 }],
])("log options %j with %j", (options, docker) => {
  expect(said(options, docker)).toEqual([]);
});

test("an option that a newer engine than all that were looked at might have is warned about, and not refused", () => {
  const [line, ...others] = said({ "journald-namespace": "web" }, { logDriver: "journald", version: "99.0.0" });
  expect(line).toMatch(
    /^warning: .* is no option of the log driver journald, up to engine \d+\.\d+\.\d+; there are env, /,
  );
  expect(others).toEqual([]);
});

test.each<[LogDriver, CloudConfig, string[]]>([
  ["awslogs", {}, ["awslogs-group"]],
  ["awslogs", { "awslogs-group": "web" }, []],
  ["gelf", {}, ["gelf-address"]],
  ["splunk", { "splunk-url": "https://splunk.example:8088" }, ["splunk-token"]],
  ["splunk", {}, ["splunk-url", "splunk-token"]],
  ["gcplogs", {}, []],
])("the log driver %s with %j lacks %j", (driver, options, missing) => {
  const expected = (path: string) =>
    missing.map(
      (name) => `error: ${path}: "${driver}" needs the option ${name}; set it in docker.daemonConfig["log-opts"]`,
    );
  expect(saidOfKeys({ "log-opts": options }, { logDriver: driver })).toEqual(expected("docker.logDriver"));
  expect(saidOfKeys({ "log-driver": driver, "log-opts": options })).toEqual(expected('["log-driver"]'));
});

test("a driver that is none of Docker's: one that is nearly so is refused, a plugin is warned about", () => {
  expect(saidOfKeys({ "log-driver": "jsonfile" })).toEqual([
    'error: ["log-driver"]: "jsonfile" does not exist; did you mean "json-file"?',
  ]);
  expect(saidOfKeys({ "log-driver": "grafana/loki-docker-driver:latest" })).toEqual([
    'warning: ["log-driver"]: "grafana/loki-docker-driver:latest" is a plugin, and no container starts before it is installed; name it at each container instead',
  ]);
});

test("drivers that Docker has for Windows, and had once", () => {
  expect(saidOfKeys({ "log-driver": "etwlogs" })).toEqual([
    'error: ["log-driver"]: "etwlogs" is for Windows; choose another',
  ]);
  expect(saidOfKeys({ "log-driver": "logentries" })).toEqual([
    'error: ["log-driver"]: "logentries" is in no engine from 25.0.0 on; choose another',
  ]);
  const said = saidOfKeys({ "log-driver": "logentries" }, { version: "24.0.9" });
  expect(said.join()).not.toContain("log-driver");
});

describe("a collector on the machine itself, without which no container starts (moby#15757)", () => {
  const asks = (driver: LogDriver, options: CloudConfig) => saidOfKeys({ "log-opts": options }, { logDriver: driver });
  const token = { "splunk-token": "t" };
  test.each<[LogDriver, CloudConfig, string, string]>([
    ["fluentd", {}, "localhost:24224", 'set fluentd-async to "true", or '],
    [
      "fluentd",
      { "fluentd-address": "tcp://127.0.0.1:24224" },
      "tcp://127.0.0.1:24224",
      'set fluentd-async to "true", or ',
    ],
    ["fluentd", { "fluentd-address": "[::1]:24224" }, "[::1]:24224", 'set fluentd-async to "true", or '],
    [
      "splunk",
      { "splunk-url": "https://localhost:8088", ...token },
      "https://localhost:8088",
      'set splunk-verify-connection to "false", or ',
    ],
    ["gelf", { "gelf-address": "tcp://localhost:12201" }, "tcp://localhost:12201", ""],
    ["syslog", { "syslog-address": "tcp://localhost:601" }, "tcp://localhost:601", ""],
  ])("%s %j", (driver, options, address, wait) => {
    expect(asks(driver, options)).toEqual([
      `warning: docker.logDriver: "${driver}" lets no container start while nobody answers at "${address}", and so a collector in a container cannot start either; ${wait}start that one with --log-driver local`,
    ]);
  });

  test("is named without the login in its address", () => {
    const said = asks("splunk", { "splunk-url": "https://localhost:8088/me:secret@x", ...token }).join();
    expect(said).toContain("answers at");
    expect(said).not.toContain("secret");
  });

  test.each<[LogDriver, CloudConfig]>([
    ["fluentd", { "fluentd-async": "true" }],
    ["fluentd", { "fluentd-address": "logs.example:24224" }],
    ["fluentd", { "fluentd-address": "localhost.example:24224" }],
    ["splunk", { "splunk-url": "https://localhost:8088", "splunk-verify-connection": "false", ...token }],
    ["gelf", { "gelf-address": "udp://localhost:12201" }],
    ["syslog", {}],
  ])("is no matter with %s %j", (driver, options) => {
    expect(asks(driver, options)).toEqual([]);
  });
});

test("each driver of Docker's own has a list of options, but for the one that keeps nothing", () => {
  expect([...Object.keys(logOptions), "none"].sort()).toEqual(Object.values(LogDriver).sort());
});
