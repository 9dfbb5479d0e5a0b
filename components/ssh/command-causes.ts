// SPDX-License-Identifier: Apache-2.0
// Why a program does not lead to a host, by what it says.
import { basename } from "node:path";

import { word } from "../../cloud-init/shell";
import { awsCauses, pluginMissing } from "./causes/aws";
import type { Cause } from "./causes/cause";
import { gcloudCauses } from "./causes/gcloud";
import { type FailureKind, firstLine, SshFailure } from "./failure";

/** The programs that we know, what they say, and how a computer comes by them. */
const known: Record<string, { causes: Cause[]; missing: string }> = {
  aws: {
    causes: awsCauses,
    missing: "install the AWS CLI, version 2.12 or newer; `aws --version` shows which is there",
  },
  "session-manager-plugin": { causes: [], missing: pluginMissing },
  gcloud: {
    causes: gcloudCauses,
    missing: "install the Google Cloud CLI; `gcloud --version` shows which is there",
  },
};

/** Why a program that leads to a host did not, by all that it has said. Where that is not known, `kind` and `how` count. */
export function commandFailure(command: string[], kind: FailureKind, how: string, said: string): SshFailure {
  const [program = ""] = command;
  const own = known[basename(program)];
  const lines = said.split("\n").map(firstLine).filter(Boolean);
  for (const { says, ...cause } of own?.causes ?? []) {
    const found = lines.map((one) => says.exec(one)).find((one) => one !== null);
    if (found) return new SshFailure(cause.kind, `${cause.what}: ${found.input}`, cause.fix(command, found));
  }
  const last = lines.at(-1);
  return new SshFailure(
    kind,
    `the command that leads to the host, ${program}, ${how}${last === undefined ? "" : `: ${last}`}`,
    // What a caller has written may hold a secret.
    `run ${own ? `\`${command.map(word).join(" ")}\`` : "connection.proxyCommand"} by hand`,
  );
}

/** A program that is not on this computer. */
export function notHere(program: string): SshFailure {
  const fix = known[basename(program)]?.missing ?? "install it, or correct connection.proxyCommand";
  return new SshFailure("way", `${program} is ${/[/\\]/.test(program) ? "no program here" : "not on PATH"}`, fix);
}
