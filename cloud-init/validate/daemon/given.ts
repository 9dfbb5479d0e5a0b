// SPDX-License-Identifier: Apache-2.0
import { daemonJson } from "../../daemon";
import type { CloudConfig, CloudConfigValue, HostSpec, Problem } from "../../spec";
import { at, error } from "../problem";

/** What the rules for single keys look at. Each value that they see is of its key's kind. */
export interface Given {
  spec: HostSpec;
  /** What the caller wrote in `daemonConfig`. */
  own: CloudConfig;
  /** The whole of daemon.json, with what the other options put there. */
  all: CloudConfig;
}

/** Without the keys that are of the wrong kind, unknown or null, which counts as absent. */
export function given(spec: HostSpec, wrong: ReadonlySet<string>): Given {
  const own = Object.fromEntries(
    Object.entries(spec.docker.daemonConfig).filter(([key, value]) => value !== null && !wrong.has(key)),
  );
  return { spec, own, all: daemonJson({ ...spec.docker, daemonConfig: own }) };
}

export function pathOf(key: string): string {
  return at("docker.daemonConfig", key);
}

/** A problem with a key, or with a place below it. */
export function wrong(
  key: string,
  message: string,
  severity: Problem["severity"] = "error",
  path = pathOf(key),
): Problem {
  return { ...error(path, message, `docker/daemonConfig/${key}`), severity };
}

export function text(config: CloudConfig, key: string): string | undefined {
  const value = config[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function texts(config: CloudConfig, key: string): string[] {
  const value = config[key];
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

export function map(value: CloudConfigValue | undefined): CloudConfig {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
