// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";

import { ownText } from "../../cloud-init/guest-script";
import { quote } from "../../cloud-init/shell";
import { type Configuration, daemonJsonDigests, infoExpectations } from "./expectations";
import { type Limits, probes } from "./probes";
import { type Settlement, settlingLines, stagesOf } from "./settlement";

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
  /** Id of the boot that the restart must have ended. */
  oldBoot?: string | undefined;
  limits: Limits;
}

const guest = join(__dirname, "guest");
const shellFiles = ["health", "provisioning", "daemon", "users", "machine", "containers", "reboot", "diagnostics"];
const pythonFiles = ["cloud_init", "daemon_json", "image", "info", "network", "timeline"];

/** What takes long and is needed late begins after these probes, beside those that follow: its name and its function. */
const ahead: Record<string, string> = {
  install: "network host_network",
  "cloud-init": "timeline timeline",
  daemon: "container check_container",
};

/** The script for `bash -s` on the host. It changes nothing there but what it is to settle. */
export function script(expected: Expectations, settlement?: Settlement): string {
  const { limits, installed = false, oldBoot } = expected;
  const all = probes({ limits, installed, rebooted: oldBoot !== undefined, settles: stagesOf(settlement) });
  const calls = all.flatMap(({ name, limit, essential, command, waits = "" }, i) => {
    const call = `probe ${name} ${limit} ${essential ? 1 : 0} ${command} "${i + 1} of ${all.length}" ${quote(waits)}`;
    const next = ahead[name];
    return next ? [call, `ahead ${next} ${limits.container}`] : [call];
  });
  const settles = settlement ? settlingLines(settlement) : [];
  return [...preamble(expected), ...settles, ...calls, "conclude", ""].join("\n");
}

/** The script that restarts the host; it prints the id of the boot that ends. */
export function restartScript(expected: Expectations): string {
  return [...preamble(expected), "restart_machine", ""].join("\n");
}

function preamble(expected: Expectations): string[] {
  const { name, dockerUsers, dockerVersion, limits, installed, strict, smokeImage, oldBoot } = expected;
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
