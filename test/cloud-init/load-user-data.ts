// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { pythonWithYaml } from "../../tools/setup/python-yaml";

let python: string | undefined;

/** What cloud-init takes each text for. Many at once, because a process is dear. */
export function loadUserData(texts: string[]): ({ value: unknown } | { error: string })[] {
  python ??= pythonWithYaml();
  if (python === undefined) throw new Error("python3 with PyYAML is missing, which `npm test` brings");
  const { status, stdout, stderr } = spawnSync(python, [join(__dirname, "load_user_data.py")], {
    input: JSON.stringify(texts),
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  if (status !== 0) throw new Error(`load_user_data.py: ${stderr}`);
  return JSON.parse(stdout) as ReturnType<typeof loadUserData>;
}
