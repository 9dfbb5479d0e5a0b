// SPDX-License-Identifier: Apache-2.0
import type { Connection } from "../ssh/connection";

/** What a check is told, as JSON on its stdin: it holds keys, which must not be in arguments or variables. */
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
  /** The ranges from which Docker on the host takes its networks, where they are known. */
  dockerNetworks?: string[] | undefined;
  /** A file of this computer with the machine's console. */
  consoleLog?: string | undefined;
  /** A command that shows the machine's console, where that is no file of this computer. */
  consoleCommand?: string | undefined;
  /** A command that has the host's key read once more, where the host shows another than `connection.hostKey`. */
  hostKeyCommand?: string | undefined;
  /** The machine may still be booting: the progress says so until a login is accepted. */
  boots?: boolean | undefined;
  /** The script only prepares a check: it has no report, and its status alone counts. */
  prepares?: boolean | undefined;
  /** The login is not being set up any more: a host that refuses it is not asked again. */
  refusedOnce?: boolean | undefined;
  /** What to do where a probe of the caller's own fails, by its name. */
  hints?: Record<string, string> | undefined;
  /** Commands with which a person looks at the host. */
  look?: string[] | undefined;
}
