// SPDX-License-Identifier: Apache-2.0
import type { CloudConfig, Problem } from "../../spec";
import { shown } from "../problem";
import { text, wrong } from "./given";

/** The option with a driver's address, where it stands without one, and protocols that wait for an answer. */
const places: Record<string, { option: string; otherwise?: string; waits: RegExp }> = {
  fluentd: { option: "fluentd-address", otherwise: "localhost:24224", waits: /./ },
  splunk: { option: "splunk-url", waits: /./ },
  gelf: { option: "gelf-address", waits: /^tcp:/ },
  syslog: { option: "syslog-address", waits: /^tcp/ },
};
const here = /^([a-z+]+:\/\/)?(localhost|127(\.\d+){3}|\[::1\])(:|\/|$)/;
/** What lets a driver's containers start before there is anybody who takes their logs. */
const patience: Record<string, [option: string, value: "true" | "false"]> = {
  fluentd: ["fluentd-async", "true"],
  splunk: ["splunk-verify-connection", "false"],
};
const spellings = { true: /^(1|t|true)$/i, false: /^(0|f|false)$/i };

/** What takes the logs is a container of this machine itself: then no container starts before it, nor it itself. */
export function* collector(driver: string, options: CloudConfig, path: string): Generator<Problem> {
  const place = places[driver];
  const address = place && (text(options, place.option) ?? place.otherwise);
  if (!place || address === undefined || !here.test(address) || !place.waits.test(address)) return;
  const [option = "", value = "true"] = patience[driver] ?? [];
  if (spellings[value].test(text(options, option) ?? "")) return;
  const wait = option === "" ? "" : `set ${option} to ${shown(value)}, or `;
  const message = `${shown(driver)} lets no container start while nobody answers at ${shown(address)}, and so a collector in a container cannot start either; ${wait}start that one with --log-driver local`;
  yield wrong("log-driver", message, "warning", path);
}
