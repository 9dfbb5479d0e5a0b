// SPDX-License-Identifier: Apache-2.0
import { isIP } from "node:net";

import type { CloudConfig, CloudConfigValue, Problem } from "../../spec";
import { at, shown } from "../problem";
import { type Given, pathOf, text, texts, wrong } from "./given";
import { isIn } from "./keys";

/** Says what a value must be, where it is something else. */
type Rule = (value: string, given: Given) => string | undefined;

const among =
  (...allowed: string[]): Rule =>
  (value) =>
    allowed.includes(value) ? undefined : `is not one of ${allowed.map((one) => JSON.stringify(one)).join(", ")}`;
const like =
  (pattern: RegExp, example: string): Rule =>
  (value) =>
    pattern.test(value) ? undefined : `is not of the form ${JSON.stringify(example)}`;
const address =
  (families: number[], what: string): Rule =>
  (value) =>
    families.includes(isIP(value)) ? undefined : `is not ${what}`;
const atLeast =
  (least: number): Rule =>
  (value) =>
    Number(value) >= least ? undefined : `is less than ${least}`;
const slice = like(/^..*\.slice$/, "containers.slice");
const anyAddress = address([4, 6], "an IP address");
const driver = like(/^\s*native\.cgroupdriver\s*=\s*(systemd|cgroupfs)\s*$/, "native.cgroupdriver=systemd");
/** "warning" as a log level. */
const longWarning = { until: "25.0.0" };
const levels = among("debug", "info", "warn", "error", "fatal", "panic", "trace");

const rules: Record<string, Rule> = {
  // Of all these, dockerd reads only the level in any case.
  "log-level": (value, given) =>
    /^warning$/i.test(value) && isIn(longWarning, given.spec.docker.version)
      ? undefined
      : levels(value.toLowerCase(), given),
  "log-format": among("text", "json"),
  "default-ipc-mode": among("private", "shareable"),
  "default-cgroupns-mode": among("private", "host"),
  "firewall-backend": among("iptables", "nftables"),
  "default-shm-size": like(/^\d+(\.\d+)? ?([kmgtp]i?b?|b)?$/i, "64m"),
  "metrics-addr": like(/:\d+$/, "127.0.0.1:9323"),
  "min-api-version": like(/^1\.\d+$/, "1.44"),
  // systemd's cgroup driver, which Docker has here unless it is told otherwise, takes slices.
  "cgroup-parent": (value, given) => (hasCgroupfs(given.own) ? undefined : slice(value, given)),
  "default-gateway": address([4], "an IPv4 address"),
  "default-gateway-v6": address([6], "an IPv6 address"),
  "host-gateway-ip": anyAddress,
  "host-gateway-ips": anyAddress,
  ip: anyAddress,
  dns: anyAddress,
  labels: like(/^[^=]+=/, "team=web"),
  // dockerd reads the option's name in any case.
  "exec-opts": (value, given) =>
    driver(
      value.replace(/^[^=]*/, (name) => name.toLowerCase()),
      given,
    ),
  mtu: atLeast(0),
  "max-concurrent-downloads": atLeast(0),
  "max-concurrent-uploads": atLeast(0),
  "max-download-attempts": atLeast(0),
  "default-stop-timeout": atLeast(0),
};

/** Values that dockerd refuses, whatever else is set. */
export function* values(given: Given): Generator<Problem> {
  const { own } = given;
  for (const [key, rule] of Object.entries(rules)) {
    const value = own[key] ?? "";
    const places: [CloudConfigValue, string][] = Array.isArray(value)
      ? value.map((one, i) => [one, at(pathOf(key), i)])
      : [[value, pathOf(key)]];
    for (const [one, path] of places) {
      // By its kind, it is a text or a number; dockerd takes an empty text for none.
      const message = typeof one === "object" || one === "" ? undefined : rule(String(one), given);
      if (message !== undefined) yield wrong(key, `${shown(one)} ${message}`, "error", path);
    }
  }
  yield* labels(texts(own, "labels"));
  if (text(own, "host-gateway-ip") !== undefined && own["host-gateway-ips"] !== undefined) {
    yield wrong("host-gateway-ip", "is an older name of host-gateway-ips, which is set as well; remove one of them");
  }
}

/** `native.cgroupdriver` is the only one of exec-opts, and the last one counts. */
function hasCgroupfs(own: CloudConfig): boolean {
  return /=\s*cgroupfs\s*$/.test(texts(own, "exec-opts").at(-1) ?? "");
}

/** The same label with two values. */
function* labels(list: string[]): Generator<Problem> {
  const firsts = new Map<string, string>();
  for (const [i, label] of list.entries()) {
    const name = label.split("=", 1)[0] ?? "";
    const other = firsts.get(name);
    if (other === undefined) firsts.set(name, label);
    else if (other !== label) {
      yield wrong(
        "labels",
        `has another value than ${shown(other)}; keep one of them`,
        "error",
        at(pathOf("labels"), i),
      );
    }
  }
}
