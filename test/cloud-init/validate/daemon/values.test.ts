// SPDX-License-Identifier: Apache-2.0
import type { CloudConfig } from "../../../../cloud-init";
import { saidOfKeys } from "./said";

const wrong: [CloudConfig, string][] = [
  [
    { "log-level": "verbose" },
    '["log-level"]: "verbose" is not one of "debug", "info", "warn", "error", "fatal", "panic", "trace"',
  ],
  [{ "log-format": "xml" }, '["log-format"]: "xml" is not one of "text", "json"'],
  [{ "log-format": "JSON" }, '["log-format"]: "JSON" is not one of "text", "json"'],
  [{ "firewall-backend": "NFTables" }, '["firewall-backend"]: "NFTables" is not one of "iptables", "nftables"'],
  [{ "default-ipc-mode": "host" }, '["default-ipc-mode"]: "host" is not one of "private", "shareable"'],
  [{ "firewall-backend": "ufw" }, '["firewall-backend"]: "ufw" is not one of "iptables", "nftables"'],
  [{ "default-shm-size": "64 megabytes" }, '["default-shm-size"]: "64 megabytes" is not of the form "64m"'],
  [{ "metrics-addr": "localhost" }, '["metrics-addr"]: "localhost" is not of the form "127.0.0.1:9323"'],
  [{ "min-api-version": "v1.44" }, '["min-api-version"]: "v1.44" is not of the form "1.44"'],
  [{ "cgroup-parent": "/docker" }, '["cgroup-parent"]: "/docker" is not of the form "containers.slice"'],
  [{ "default-gateway": "fd00::1" }, '["default-gateway"]: "fd00::1" is not an IPv4 address'],
  [{ ip: "localhost" }, '.ip: "localhost" is not an IP address'],
  [{ dns: ["192.0.2.1", "dns.example"] }, '.dns[1]: "dns.example" is not an IP address'],
  [{ labels: ["web"] }, '.labels[0]: "web" is not of the form "team=web"'],
  [{ labels: ["a=b", "c=d", "a=b", "a=c"] }, '.labels[3]: has another value than "a=b"; keep one of them'],
  [
    { "exec-opts": ["native.cgroupdriver=none"] },
    '["exec-opts"][0]: "native.cgroupdriver=none" is not of the form "native.cgroupdriver=systemd"',
  ],
  [{ "max-concurrent-downloads": -1 }, '["max-concurrent-downloads"]: -1 is less than 0'],
  [
    { "host-gateway-ip": "192.0.2.1", "host-gateway-ips": ["192.0.2.1"] },
    '["host-gateway-ip"]: is an older name of host-gateway-ips, which is set as well; remove one of them',
  ],
];

test.each(wrong)("%j, which dockerd refuses", (config, message) => {
  expect(saidOfKeys(config)).toEqual([`error: ${message}`]);
});

test("values that dockerd takes", () => {
  expect(
    saidOfKeys({
      "log-level": "WARN",
      "log-format": "json",
      "firewall-backend": "",
      "default-shm-size": "1.5GiB",
      "cgroup-parent": "a-b.slice",
      "exec-opts": [" Native.CgroupDriver = systemd "],
      dns: ["192.0.2.1", "2001:db8::1"],
      labels: ["a=b", "a=b", "c="],
      mtu: 0,
    }),
  ).toEqual([]);
});

test("the log level warning was one before engine 25", () => {
  const levels = 'one of "debug", "info", "warn", "error", "fatal", "panic", "trace"';
  const said = (version: string) =>
    saidOfKeys({ "log-level": "warning" }, { version }).filter((line) => line.startsWith("error"));
  expect(said("24.0.9")).toEqual([]);
  expect(said("25.0.0")).toEqual([`error: ["log-level"]: "warning" is not ${levels}`]);
});

test("with the cgroup driver cgroupfs, the parent of containers is no slice", () => {
  const both = (...options: string[]) => saidOfKeys({ "exec-opts": options, "cgroup-parent": "/docker" });
  expect(both("native.cgroupdriver=cgroupfs")).toEqual([]);
  expect(both("native.cgroupdriver=cgroupfs", "native.cgroupdriver=systemd")).toEqual([
    'error: ["cgroup-parent"]: "/docker" is not of the form "containers.slice"',
  ]);
});
