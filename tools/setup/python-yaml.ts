// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";

import type { Program } from "./system-packages";

/** The one on PATH may be another than the distribution's, whose package brings PyYAML. */
const candidates = ["python3", "/usr/bin/python3"];

/** A python3 with PyYAML, with which cloud-init reads user data. */
export function pythonWithYaml(): string | undefined {
  return candidates.find((python) => spawnSync(python, ["-c", "import yaml"]).status === 0);
}

export const pyYaml: Program = {
  name: "PyYAML",
  isThere: () => pythonWithYaml() !== undefined,
  apt: "python3-yaml",
  dnf: "python3-pyyaml",
  brew: "pyyaml",
};
