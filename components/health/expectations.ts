// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";

/** How the engine must be set up. What is absent is not checked. */
export interface Configuration {
  /** What /etc/docker/daemon.json must hold. */
  daemonConfig?: Record<string, unknown> | undefined;
  logDriver?: string | undefined;
  liveRestore?: boolean | undefined;
  dataRoot?: string | undefined;
  registryMirrors?: string[] | undefined;
  storageDriver?: string | undefined;
  securityOptions?: string[] | undefined;
}

/** One field of `docker info`. */
export interface InfoExpectation {
  /** The key of daemon.json that it shows, or words for it. */
  name: string;
  /** Go template of the field. */
  template: string;
  /** `is`: the field is the value; `has`: it contains it. */
  way: "is" | "has";
  value: string;
}

/** Everything that `docker info` must show: what is expected by name, and what follows from daemon.json. */
export function infoExpectations(asked: Configuration): InfoExpectation[] {
  const c: Configuration = { ...fromDaemonConfig(asked.daemonConfig ?? {}), ...defined(asked) };
  const list: InfoExpectation[] = [];
  const add = (name: string, template: string, value: string | undefined, way: "is" | "has" = "is") => {
    // One line each, as the guest reads them.
    if (value !== undefined) list.push({ name, template, way, value: value.replace(/\s+/g, " ") });
  };
  add("log-driver", "{{.LoggingDriver}}", c.logDriver);
  add("live-restore", "{{.LiveRestoreEnabled}}", c.liveRestore?.toString());
  add("data-root", "{{.DockerRootDir}}", c.dataRoot?.replace(/(.)\/+$/, "$1"));
  for (const mirror of c.registryMirrors ?? []) {
    // The daemon ends each with a slash.
    add("registry-mirrors", "{{json .RegistryConfig.Mirrors}}", JSON.stringify(mirror.replace(/\/*$/, "/")), "has");
  }
  add("storage-driver", "{{.Driver}}", c.storageDriver);
  for (const option of c.securityOptions ?? []) {
    add(securityKeys[option] ?? `security option ${option}`, "{{json .SecurityOptions}}", `"name=${option}`, "has");
  }
  return list;
}

/** The keys of daemon.json that turn a security option on. */
const securityKeys: Record<string, string> = {
  selinux: "selinux-enabled",
  "no-new-privileges": "no-new-privileges",
  userns: "userns-remap",
};

/** Those keys of daemon.json that `docker info` repeats. */
function fromDaemonConfig(config: Record<string, unknown>): Configuration {
  const text = (key: string) => (typeof config[key] === "string" ? config[key] : undefined);
  const on = (key: string, option: string) => (config[key] === true ? [option] : []);
  const mirrors = config["registry-mirrors"];
  return {
    logDriver: text("log-driver"),
    liveRestore: typeof config["live-restore"] === "boolean" ? config["live-restore"] : undefined,
    dataRoot: text("userns-remap") ? undefined : text("data-root"),
    registryMirrors: Array.isArray(mirrors) ? mirrors.filter((mirror) => typeof mirror === "string") : undefined,
    storageDriver: text("storage-driver"),
    securityOptions: [
      ...on("selinux-enabled", "selinux"),
      ...on("no-new-privileges", "no-new-privileges"),
      ...(text("userns-remap") ? ["userns"] : []),
    ],
  };
}

/**
 * The keys of daemon.json with a digest of each value. The values may be secrets, such as a proxy's password, so they
 * must be neither in the script nor in the state. `unknown` where nothing is expected of the file.
 */
export function daemonJsonDigests(config: Record<string, unknown> | undefined): string {
  if (config === undefined) return "unknown";
  const digest = (value: unknown) => createHash("sha256").update(canonical(value)).digest("hex");
  return Object.entries(config)
    .map(([key, value]) => `${key} ${digest(value)}\n`)
    .join("");
}

/** JSON with sorted keys and no spaces, as guest/daemon_json.py writes it. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  // By code points, as Python sorts: JavaScript itself sorts by UTF-16.
  const members = Object.entries(value).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(",")}}`;
}

function defined(asked: Configuration): Configuration {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
}
