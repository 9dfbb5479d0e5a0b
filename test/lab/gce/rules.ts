// SPDX-License-Identifier: Apache-2.0
// What the cloud's API refuses, whatever the plugin lets through: it is found out when the resource is made, not in preview.
import { isCanonical, parseCidr } from "../cloud/cidr";
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import { badRequest, invalid } from "./answers";

const kib = 1024;
const namePattern = "^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$";
const name = new RegExp(namePattern);
const labelKey = /^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u;
const labelValue = /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u;

export function checkName(value: unknown, field = "resource.name"): void {
  if (typeof value !== "string" || !name.test(value))
    throw invalid(field, value, `Must be a match of regex '(?:${namePattern.slice(1, -1)})'`);
}

export function checkTags(tags: unknown, field: string): void {
  if (!Array.isArray(tags)) return;
  tags.forEach((tag, index) => checkName(tag, `${field}[${index}]`));
  if (tags.length > 64) throw invalid(field, tags, "At most 64 tags are allowed");
  const twice = tags.find((tag, index) => tags.indexOf(tag) !== index) as string | undefined;
  if (twice !== undefined) throw invalid(field, twice, "Tags must be unique");
}

export function checkLabels(labels: unknown, field = "resource.labels"): void {
  const entries = Object.entries((labels ?? {}) as Record<string, string>);
  if (entries.length > 64) throw invalid(field, String(entries.length), "At most 64 labels are allowed");
  for (const [key, value] of entries) {
    if (!labelKey.test(key))
      throw invalid(
        field,
        key,
        "Label keys begin with a lower-case letter and hold only lower-case letters, digits, '_' and '-', 63 at most",
      );
    if (!labelValue.test(value))
      throw invalid(
        `${field}['${key}']`,
        value,
        "Label values hold only lower-case letters, digits, '_' and '-', 63 at most",
      );
  }
}

export function checkMetadata(metadata: Record<string, string>): void {
  let total = 0;
  for (const [key, value] of Object.entries(metadata)) {
    if (!/^[a-zA-Z0-9-_]{1,128}$/.test(key))
      throw invalid("resource.metadata.items.key", key, "Must be a match of regex '[a-zA-Z0-9-_]{1,128}'");
    const bytes = Buffer.byteLength(value);
    // The value may be a secret, so it is not shown.
    if (bytes > 256 * kib)
      throw badRequest(`Value for metadata key '${key}' has ${bytes} bytes; the maximum is ${256 * kib}`);
    total += Buffer.byteLength(key) + bytes;
  }
  if (total > 512 * kib) throw badRequest(`Metadata has ${total} bytes in total; the maximum is ${512 * kib}`);
}

export function checkRanges(ranges: unknown, field: string): void {
  if (!Array.isArray(ranges)) return;
  if (ranges.length > 5000) throw invalid(field, String(ranges.length), "At most 5000 ranges are allowed");
  for (const range of ranges as string[]) {
    // Of IPv6 only the form is looked at: nothing here has such an address.
    if (range.includes(":") && /^[0-9a-f:]+\/\d{1,3}$/i.test(range)) continue;
    const cidr = range.includes("/") ? range : `${range}/32`;
    if (!parseCidr(cidr)) throw invalid(field, range, "Must be a CIDR address range");
    if (!isCanonical(cidr)) throw invalid(field, range, "Must be a CIDR address range: host bits are set");
  }
}

export function checkPorts(rules: unknown, field: string): void {
  for (const { protocol, ports } of (rules ?? []) as { protocol: string; ports?: string[] }[]) {
    if (!/^(all|tcp|udp|icmp|esp|ah|sctp|ipip|\d{1,3})$/.test(protocol))
      throw invalid(`${field}.IPProtocol`, protocol, "Must be a known protocol name or number");
    if (ports?.length && !/^(tcp|udp|sctp|6|17|132)$/.test(protocol))
      throw invalid(`${field}.ports`, ports.join(), `Ports may not be specified for protocol ${protocol}`);
    for (const port of ports ?? []) {
      const [first = NaN, last = first] = port.split("-").map(Number);
      if (!/^\d+(-\d+)?$/.test(port) || first > last || last > 65535)
        throw invalid(`${field}.ports`, port, "Must be a port or a range of ports");
    }
  }
}

interface Scheduling {
  automaticRestart?: boolean;
  onHostMaintenance?: string;
  preemptible?: boolean;
  provisioningModel?: string;
  instanceTerminationAction?: string;
  maxRunDuration?: { seconds: number };
}

export function checkScheduling(value: unknown): void {
  const {
    automaticRestart = true,
    onHostMaintenance,
    preemptible = false,
    provisioningModel = "STANDARD",
    instanceTerminationAction,
    maxRunDuration,
  } = (value ?? {}) as Properties & Scheduling;
  const field = "resource.scheduling";
  const spot = provisioningModel === "SPOT";
  if (spot && !preemptible) throw invalid(`${field}.preemptible`, false, "Must be true where the model is SPOT");
  if (preemptible && automaticRestart)
    throw invalid(`${field}.automaticRestart`, true, "Preemptible instances cannot be restarted automatically");
  if (preemptible && onHostMaintenance === "MIGRATE")
    throw invalid(`${field}.onHostMaintenance`, "MIGRATE", "Preemptible instances cannot migrate");
  if (maxRunDuration && instanceTerminationAction === undefined)
    throw badRequest("Instance termination action must be specified when max run duration is set");
  if (instanceTerminationAction !== undefined && !spot && !maxRunDuration)
    throw badRequest(
      "Instance termination action can only be specified for SPOT instances and for those with a limited run time",
    );
  const seconds = maxRunDuration?.seconds;
  if (seconds !== undefined && !(Number.isInteger(seconds) && seconds >= 30 && seconds <= 120 * 86_400))
    throw invalid(`${field}.maxRunDuration.seconds`, String(seconds), "Must be from 30 to 10368000");
}
