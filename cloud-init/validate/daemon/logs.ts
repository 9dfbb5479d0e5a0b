// SPDX-License-Identifier: Apache-2.0
import type { Lifetime } from "../../daemon-key";
import { engines } from "../../daemon-keys";
import { logOptions } from "../../log-options";
import type { CloudConfig, Problem } from "../../spec";
import { nearest } from "../names";
import { at, shown } from "../problem";
import { type Given, map, pathOf, text, wrong } from "./given";
import { isBeyond, isIn } from "./keys";
import { collector } from "./log-collector";

const key = "log-opts";
/** Options that every driver has. */
const ofAll = ["mode", "max-buffer-size", "cache-disabled"];
/** Before each option of the driver `local`: that of the cache which is kept for drivers that cannot read. */
const cache = "cache-";
/** The driver of a service that was closed, without a list of its options. */
const logentries: Lifetime = { until: "25.0.0" };
/** Options without which dockerd, or each container, does not start. */
const needed: Record<string, string[]> = {
  awslogs: ["awslogs-group"],
  gelf: ["gelf-address"],
  splunk: ["splunk-url", "splunk-token"],
};
/** Of these, the driver takes one. */
const either = ["awslogs-datetime-format", "awslogs-multiline-pattern"] as const;

const yesOrNo = /^(1|0|t|f|true|false)$/i;
const size = /^\d+(\.\d+)? ?([kmgtp]?i?b?)$/i;
/** What the values of options look like, with an example. */
const forms: Record<string, [RegExp, string]> = {
  mode: [/^(non-)?blocking$/, "non-blocking"],
  "max-size": [size, "20m"],
  "max-file": [/^\+?0*[1-9]\d*$/, "5"],
  "max-buffer-size": [size, "4m"],
  compress: [yesOrNo, "true"],
  "cache-disabled": [yesOrNo, "true"],
  "fluentd-address": [/^((tcp|tls):\/\/)?([^/:]*|\[[^\]]*\])(:\d+)?$|^unix:\/\/\/./, "logs.example:24224"],
  "gelf-address": [/^(udp|tcp):\/\/.+:\d+$/, "udp://logs.example:12201"],
  "splunk-url": [/^https?:\/\/[^/?#]+\/?$/, "https://logs.example:8088"],
  "syslog-address": [/^((udp|tcp|tcp\+tls):\/\/|unix(gram)?:(\/\/[^/]*)?\/)./i, "udp://logs.example:514"],
  "syslog-format": [/^rfc(3164|5424|5424micro)$/, "rfc5424"],
};

/** The log driver, with what it takes and what it needs: dockerd looks at that only when it starts, or a container does. */
export function* logs(given: Given): Generator<Problem> {
  const { spec, own, all } = given;
  const driver = text(all, "log-driver") ?? "json-file";
  const options = map(all[key]);
  const known = logOptions[driver];
  if (driver === "none") return;
  if (!Object.hasOwn(logOptions, driver) || !known) {
    yield* plugin(driver, own, spec.docker.version);
    return;
  }
  const names = [...namesOf(known, spec.docker.version), ...ofAll];
  const ofCache = namesOf(logOptions.local ?? {}, spec.docker.version).map((name) => `${cache}${name}`);
  for (const name of Object.keys(options)) {
    if (names.includes(name) || ofCache.includes(name)) continue;
    const isNewer = isBeyond(spec.docker.version);
    const effect = isNewer ? `up to engine ${engines.newest}` : "and dockerd would not start";
    const message = `is no option of the log driver ${driver}, ${effect}; there are ${names.join(", ")}, and ${cache} before those of local`;
    yield wrong(key, message, isNewer ? "warning" : "error", at(pathOf(key), name));
  }
  const driverPath = text(own, "log-driver") === undefined ? "docker.logDriver" : pathOf("log-driver");
  for (const name of needed[driver] ?? []) {
    if (text(options, name) !== undefined) continue;
    yield wrong(
      key,
      `${shown(driver)} needs the option ${name}; set it in docker.daemonConfig[${shown(key)}]`,
      "error",
      driverPath,
    );
  }
  yield* values(driver, map(own[key]), options);
  yield* collector(driver, options, driverPath);
}

function namesOf(known: Record<string, Lifetime>, version: string | undefined): string[] {
  return Object.keys(known).filter((name) => isIn(known[name] ?? {}, version));
}

/** A driver of somebody else. Without a typed argument for it, it was written in `daemonConfig`. */
function* plugin(driver: string, own: CloudConfig, version: string | undefined): Generator<Problem> {
  if (text(own, "log-driver") === undefined) return;
  if (driver === "etwlogs") {
    yield wrong("log-driver", `${shown(driver)} is for Windows; choose another`);
    return;
  }
  if (driver === "logentries") {
    if (!isIn(logentries, version)) {
      yield wrong("log-driver", `${shown(driver)} is in no engine from ${logentries.until} on; choose another`);
    }
    return;
  }
  const meant = nearest(driver, [...Object.keys(logOptions), "none"]);
  if (meant !== undefined) yield wrong("log-driver", `${shown(driver)} does not exist; did you mean ${shown(meant)}?`);
  else {
    yield wrong(
      "log-driver",
      `${shown(driver)} is a plugin, and no container starts before it is installed; name it at each container instead`,
      "warning",
    );
  }
}

/** Values that the caller gave to options, and with which no container would start. */
function* values(driver: string, own: CloudConfig, options: CloudConfig): Generator<Problem> {
  const demand = function* (name: string, pattern: RegExp, example: string): Generator<Problem> {
    const value = text(own, name);
    if (value === undefined || pattern.test(value)) return;
    yield wrong(key, `${shown(value)} is not of the form ${shown(example)}`, "error", at(pathOf(key), name));
  };
  for (const [name, [pattern, example]] of Object.entries(forms)) yield* demand(name, pattern, example);
  if (options["max-buffer-size"] !== undefined && options.mode !== "non-blocking") {
    const message = `works only with mode "non-blocking"; set that as well`;
    yield wrong(key, message, "error", at(pathOf(key), "max-buffer-size"));
  }
  if (Number(options["max-file"]) === 1 && isCompressed(driver, options)) {
    const name = "compress" in own ? "compress" : "max-file";
    const message = `leaves no container to start: of one file, nothing is compressed; set compress to "false"`;
    if (name in own) yield wrong(key, `${shown(own[name])} ${message}`, "error", at(pathOf(key), name));
  }
  const [first, second] = either;
  if (driver === "awslogs" && first in options && second in options) {
    yield wrong(key, `cannot be set beside ${first}; remove one of them`, "error", at(pathOf(key), second));
  }
}

function isCompressed(driver: string, { compress }: CloudConfig): boolean {
  const isOff = typeof compress === "string" && /^(0|f|false)$/i.test(compress);
  return driver === "local" ? !isOff : driver === "json-file" && compress !== undefined && !isOff;
}
