// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder of the tests of this file, which is `$XDG_STATE_HOME` while they run. */
export function stateHome(name: string): string {
  const state = mkdtempSync(join(tmpdir(), `${name}-`));
  const before = process.env.XDG_STATE_HOME;
  beforeAll(() => (process.env.XDG_STATE_HOME = state));
  afterAll(() => {
    if (before === undefined) delete process.env.XDG_STATE_HOME;
    else process.env.XDG_STATE_HOME = before;
    rmSync(state, { recursive: true });
  });
  return state;
}
