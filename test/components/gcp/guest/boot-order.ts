// SPDX-License-Identifier: Apache-2.0
// Which units wait for which on Google's Rocky Linux 9 images, as data: what the unit files of the packages say.
// Sources: cloud-init's systemd/*.service at 23.4 and 24.4 (cloud-final gained After=multi-user.target in 24.4, which
// Red Hat's patches leave in), google-guest-agent's google-startup-scripts.service, docker.service of docker-ce 27-29.

export interface Unit {
  after: string[];
  /** Targets come after what they want, unless they say otherwise. */
  wantedBy?: string;
}
export type BootOrder = Record<string, Unit>;

export const startupScripts = "google-startup-scripts.service";

const common: BootOrder = {
  "sysinit.target": { after: [] },
  "sockets.target": { after: ["sysinit.target"] },
  "timers.target": { after: ["sysinit.target"] },
  "basic.target": { after: ["sysinit.target", "sockets.target"] },
  "multi-user.target": { after: ["basic.target"] },
  "network.target": { after: [] },
  "network-online.target": { after: ["network.target"] },
  "firewalld.service": { after: ["basic.target"], wantedBy: "multi-user.target" },
  "rsyslog.service": { after: ["basic.target", "network.target"], wantedBy: "multi-user.target" },
  "sshd.service": { after: ["basic.target", "network.target"], wantedBy: "multi-user.target" },
  "google-guest-agent.service": {
    after: ["basic.target", "network-online.target", "rsyslog.service"],
    wantedBy: "multi-user.target",
  },
  [startupScripts]: {
    after: ["basic.target", "network-online.target", "rsyslog.service", "google-guest-agent.service"],
    wantedBy: "multi-user.target",
  },
  "containerd.service": { after: ["basic.target", "network.target"], wantedBy: "multi-user.target" },
  "docker.socket": { after: ["sysinit.target"], wantedBy: "sockets.target" },
  "docker.service": {
    after: ["basic.target", "network-online.target", "docker.socket", "firewalld.service", "containerd.service"],
    wantedBy: "multi-user.target",
  },
  "dnf-automatic.timer": { after: ["sysinit.target"], wantedBy: "timers.target" },
  "docker-prune.timer": { after: ["sysinit.target"], wantedBy: "timers.target" },
  "cloud-init-local.service": { after: [], wantedBy: "cloud-init.target" },
  "cloud-init.service": { after: ["cloud-init-local.service"], wantedBy: "cloud-init.target" },
  "cloud-config.target": { after: ["cloud-init-local.service", "cloud-init.service"] },
  "cloud-config.service": { after: ["network-online.target", "cloud-config.target"], wantedBy: "cloud-init.target" },
  "cloud-final.service": { after: ["network-online.target", "cloud-config.service"], wantedBy: "cloud-init.target" },
  "cloud-init.target": { after: ["multi-user.target"] },
};

const finalAfterMultiUser: BootOrder = {
  ...common,
  "cloud-final.service": {
    after: ["network-online.target", "cloud-config.service", "multi-user.target"],
    wantedBy: "cloud-init.target",
  },
};

/** By the release of Rocky Linux; its cloud-init is 23.4 up to 9.5 and 24.4 from 9.6. */
export const releases: Record<string, BootOrder> = {
  "9.4": common,
  "9.5": common,
  "9.6": finalAfterMultiUser,
  "9.7": finalAfterMultiUser,
  "9.8": finalAfterMultiUser,
};

/** On Google's image, before the start-up script has installed the package, and where it cannot. */
export function withoutCloudInit(order: BootOrder): BootOrder {
  return Object.fromEntries(Object.entries(order).filter(([name]) => !name.startsWith("cloud-")));
}

/** Everything that has to be over before a unit begins; and for a target, before it is reached. */
export function comesAfter(order: BootOrder, name: string): Set<string> {
  const seen = new Set<string>();
  const visit = (unit: string) => {
    const known = order[unit];
    if (known === undefined) throw new Error(`boot-order.ts does not know ${unit}: describe it there`);
    const wanted = Object.keys(order).filter((other) => order[other]?.wantedBy === unit);
    for (const earlier of [...known.after, ...wanted]) {
      if (seen.has(earlier)) continue;
      seen.add(earlier);
      visit(earlier);
    }
  };
  visit(name);
  return seen;
}

const waitingVerbs = ["start", "stop", "restart", "reload", "try-restart", "reload-or-restart", "isolate"];

/** The units that a call waits for before it comes back. */
export function waitsFor(call: string): string[] {
  const [tool, ...words] = call.split(" ");
  const names = words.filter((word) => !word.startsWith("-"));
  if (tool === "cloud-init" && names[0] === "status" && words.includes("--wait")) return ["cloud-final.service"];
  if (tool !== "systemctl" || words.includes("--no-block")) return [];
  const [verb = "", ...units] = names;
  if (verb === "is-system-running" && words.includes("--wait")) return ["multi-user.target"];
  if (!waitingVerbs.includes(verb) && !(verb === "enable" && words.includes("--now"))) return [];
  return units.map((unit) => (/\.(service|socket|target|timer)$/.test(unit) ? unit : `${unit}.service`));
}

/** The units among those that a series of calls waits for which themselves wait for the start-up script. */
export function deadlocks(order: BootOrder, calls: string[]): string[] {
  const waited = [...new Set(calls.flatMap(waitsFor))];
  return waited.filter((unit) => unit === startupScripts || comesAfter(order, unit).has(startupScripts));
}
