// SPDX-License-Identifier: Apache-2.0
import { quote } from "../../cloud-init/shell";
import type { Probe } from "./probes";

/** What the caller wants to know of a host beside what we ask: a row of the same table. */
export interface OwnProbe {
  name: string;
  /** For bash. It may hold a secret, and so is no argument of a process on the host, and in no message. */
  command: string;
  hint: string;
  essential?: boolean | undefined;
  limitSeconds?: number | undefined;
  /** As whom it runs, in a new login. Absent: root. */
  user?: string | undefined;
  /** The command is a secret: nothing that it says is shown. */
  quiet?: boolean | undefined;
}

export const ownDefaults = { essential: true, limitSeconds: 30 } as const;

const functionOf = (i: number) => `own_probe_${i + 1}`;

/** The rows of the table. */
export function ownRows(own: OwnProbe[] = []): Probe[] {
  const { essential: counts, limitSeconds: usual } = ownDefaults;
  return own.map(({ name, hint, essential = counts, limitSeconds: limit = usual }, i) => ({
    ...{ name, hint, essential, limit, command: functionOf(i), waits: "its command, which is your own" },
  }));
}

/** The functions that these rows call. They stand behind what is exported, so that no program finds a command in its environment. */
export function ownFunctions(own: OwnProbe[] = []): string[] {
  return own.map(
    ({ command, user = "", quiet }, i) =>
      `${functionOf(i)}() { own_probe ${quote(user)} ${quiet ? 1 : 0} ${quote(command)}; }`,
  );
}
