// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { quote } from "../../cloud-init/shell";
import { type Limits, probes } from "./probes";

/** What the host is held against. */
export interface Expectations {
  /** The host's name, for the text of a failure. */
  name: string;
  /** Names that must be in the `docker` group and able to use it in a new login. */
  dockerUsers: string[];
  /** Engine version that must run; absent accepts any. */
  dockerVersion?: string | undefined;
  limits: Limits;
}

/** The text for `bash -s` on the host. */
export function script({ name, dockerUsers, dockerVersion, limits }: Expectations): string {
  const expected = {
    EXPECT_NAME: name,
    EXPECT_USERS: dockerUsers.join(" "),
    EXPECT_VERSION: dockerVersion ?? "",
    EXPECT_TOTAL: String(limits.total),
  };
  const settings = Object.entries(expected).map(([key, value]) => `export ${key}=${quote(value)}`);
  const calls = probes(limits).map((p) => `probe ${p.name} ${p.limit} ${p.essential ? 1 : 0} ${quote(p.hint)}`);
  return [...settings, readFileSync(join(__dirname, "guest", "health.sh"), "utf8"), ...calls, "conclude", ""].join(
    "\n",
  );
}
