// SPDX-License-Identifier: Apache-2.0
import type { Connection } from "../ssh/connection";

/** What a check is told, as one JSON text on its stdin: it holds keys, which must stand in no argument and no variable. */
export interface CheckOrder {
  /** The host's name, for failures. */
  host: string;
  connection: Connection;
  /** For `bash -s` on the host, as root. */
  script: string;
  /** Seconds. */
  limits: { ssh: number; total: number };
  /** What to look at first where the host gives no answer. */
  unreachableHint?: string | undefined;
  /** A file of this computer with the machine's console. */
  consoleLog?: string | undefined;
  /** A command that shows the machine's console, where that is no file of this computer. */
  consoleCommand?: string | undefined;
  /** The machine may be only just booting: until it lets somebody in, that is what it is at. */
  boots?: boolean | undefined;
  /** The script is none that checks: how it went, its status says alone. */
  prepares?: boolean | undefined;
  /** Nobody is still at work on letting us in: a host that refuses the login is not asked again. */
  refusedOnce?: boolean | undefined;
  /** Commands with which a person looks at the host. */
  look?: string[] | undefined;
}

/** In the folder of a check: what it is at, a line for each. */
export const progressFile = "progress";
