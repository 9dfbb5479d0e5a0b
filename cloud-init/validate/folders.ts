// SPDX-License-Identifier: Apache-2.0
import { ruled, string } from "../shape";
import type { Problem } from "../spec";
import { error, shown } from "./problem";

const absolutePath = /^(\/[A-Za-z0-9._-]+)+$/;
const system = /^\/(bin|boot|dev|etc|lib|lib64|proc|root|run|sbin|sys|tmp|usr)(\/|$)/;
/** Folders that hold what the system or cloud-init needs; only a folder below them may be used. */
const shared = /^\/(home|var(\/(lib(\/(cloud|dnf|docker-host|rpm|systemd))?|log|cache|run|spool|tmp))?)$/;

/** A folder into which nothing else writes. `argument` is the caller's path, and `example` stands in the message. */
export function* ownFolder(path: string, argument: string, example: string): Generator<Problem> {
  if (!absolutePath.test(path) || /\/\.{1,2}(\/|$)/.test(path)) {
    yield error(
      argument,
      `${shown(path)} is not an absolute path of letters, digits, ".", "_" and "-" without final slash, for example "${example}"`,
    );
  } else if (system.test(path) || shared.test(path)) {
    yield error(argument, `${shown(path)} belongs to the system; use a folder of its own, for example "${example}"`);
  }
}

/** Where a disk is mounted, which hides what was in that folder. */
export const mountPoint = ruled(string, function* (path: string, argument: string) {
  if (/^\/var\/lib\/(docker|containerd)(\/|$)/.test(path)) {
    const says = "is only a part of Docker's data, and has other labels than a new disk";
    yield error(argument, `${shown(path)} ${says}; use "/data", and set docker.dataRoot to "/data/docker"`);
  } else yield* ownFolder(path, argument, "/data");
});
