// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";

import { ownText } from "../../cloud-init/guest-script";
import { quote } from "../../cloud-init/shell";
import { type Configuration, daemonJsonDigests, infoExpectations } from "./expectations";
import { type OwnProbe, ownFunctions } from "./own-probes";
import { type Limits, type Probe, type ProbeChoice, probes } from "./probes";
import { hasSecrets, registryProgram, type Settlement, settlingLines, stagesOf } from "./settlement";

/** What the check expects of the host. */
export interface Expectations extends Configuration {
  /** The host's name, for the text of a failure. */
  name: string;
  /** Names that must be in the `docker` group and able to use it in a new login. */
  dockerUsers: string[];
  /** Engine version that must run; absent accepts any. */
  dockerVersion?: string | undefined;
  /** The host is one of ours: cloud-init and the install script must have ended well. */
  installed?: boolean | undefined;
  /** A warning counts as a failure. */
  strict?: boolean | undefined;
  /** An image to pull and to run. */
  smokeImage?: string | undefined;
  /** Registries at which users of the host are to be logged in. */
  registries?: string[] | undefined;
  /** Id of the boot that the restart must have ended. */
  oldBoot?: string | undefined;
  /** What the caller asks beside what we ask. */
  probes?: OwnProbe[] | undefined;
  limits: Limits;
}

const guest = join(__dirname, "guest");
const shellFiles = [
  "health",
  "provisioning",
  "daemon",
  "users",
  "machine",
  "containers",
  "own",
  "reboot",
  "diagnostics",
];
const pythonFiles = ["daemon_json", "first_boot", "image", "info", "network"];

/** What takes long and is needed late begins after these probes, beside those that follow: its name and its function. */
const ahead: Record<string, string> = {
  install: "network host_network",
  daemon: "container check_container",
};

/** The script for `bash -s` on the host. It changes nothing there but what it is to settle. */
export function script(expected: Expectations, settlement?: Settlement): string {
  const { limits, installed = false, oldBoot, registries = [], probes: own } = expected;
  const choice = { limits, installed, rebooted: oldBoot !== undefined, asksRegistries: registries.length > 0 };
  const settles = stagesOf(settlement);
  const all = probes({ ...choice, settles, own });
  const calls = all.flatMap((probe, i) => {
    const lines = [callOf(probe, `${i + 1} of ${all.length}`)];
    if (probe.name === "access" && !settles.includes("secrets")) lines.push(...takingAway(choice));
    const next = ahead[probe.name];
    return next ? [...lines, `ahead ${next} ${limits.container}`] : lines;
  });
  const lines = settlement ? settlingLines(settlement) : [];
  return [...preamble(expected), ...ownFunctions(own), ...lines, ...calls, "conclude", ""].join("\n");
}

function callOf({ name, limit, essential, command, waits = "" }: Probe, place: string): string {
  return `probe ${name} ${limit} ${essential ? 1 : 0} ${command} "${place}" ${quote(waits)}`;
}

/** A stage that no host has which never had secrets. */
function takingAway(choice: ProbeChoice): string[] {
  const stage = probes({ ...choice, settles: ["secrets"] }).find(({ name }) => name === "secrets");
  return stage ? [`! ${hasSecrets} || ${callOf(stage, "what is there no more")}`] : [];
}

/** The script that restarts the host; it prints the id of the boot that ends. */
export function restartScript(expected: Expectations): string {
  return [...preamble(expected), "restart_machine", ""].join("\n");
}

function preamble(expected: Expectations): string[] {
  const {
    name,
    dockerUsers,
    dockerVersion,
    limits,
    installed,
    strict,
    smokeImage,
    oldBoot,
    registries = [],
  } = expected;
  const info = infoExpectations(expected);
  const settings: Record<string, string> = {
    EXPECT_NAME: name,
    EXPECT_USERS: dockerUsers.join(" "),
    EXPECT_VERSION: dockerVersion ?? "",
    EXPECT_INSTALLED: installed ? "1" : "0",
    EXPECT_STRICT: strict ? "1" : "0",
    EXPECT_INFO: info.map((e) => `${e.template}|${e.way}|${e.name}|${e.value}\n`).join(""),
    EXPECT_DAEMON_JSON: daemonJsonDigests(expected.daemonConfig),
    EXPECT_SMOKE_IMAGE: smokeImage ?? "",
    EXPECT_OLD_BOOT: oldBoot ?? "",
    ...(registries.length > 0 && { EXPECT_REGISTRIES: registries.join(" "), REGISTRY_PY: registryProgram() }),
    ...Object.fromEntries(pythonFiles.map((file) => [`${file.toUpperCase()}_PY`, ownText(join(guest, `${file}.py`))])),
  };
  return [
    // The sender sets this to what the wait for SSH has left of the limit.
    `export EXPECT_TOTAL=\${EXPECT_TOTAL:-${limits.total}}`,
    ...Object.entries(settings).map(([key, value]) => `export ${key}=${quote(value)}`),
    ...shellFiles.map((file) => ownText(join(guest, `${file}.sh`))),
    // Each probe runs in a shell of its own, so that it can be ended.
    "export -f $(compgen -A function)",
  ];
}
