// SPDX-License-Identifier: Apache-2.0
// Builds the language host of YAML programs from its Go module.
import { createHash } from "node:crypto";
import { appendFileSync, copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Report } from "../shared/subprocess";
import { goBuild, sourceHash } from "./build";

const modulePath = "github.com/pulumi/pulumi-yaml";

/** The newest that the Go module proxy serves; what it calls its latest is older. */
export const yamlHostVersion = "1.38.1";

/** Changes with everything that the build depends on. */
export function yamlHostHash(): string {
  return createHash("sha256").update(`${sourceHash()} ${yamlHostVersion}`).digest("hex").slice(0, 12);
}

/**
 * In the CLI's own module, so that it has the CLI's versions of all that both are made of: Go then compiles some 20 packages more
 * than for the CLI, of the 840 that it consists of. In a copy, so that the CLI keeps its versions as well.
 */
export async function buildYamlHost(target: string, report: Report): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "yaml-host-"));
  try {
    for (const file of ["go.mod", "go.sum"]) copyFileSync(join(__dirname, file), join(folder, file));
    appendFileSync(join(folder, "go.mod"), `require ${modulePath} v${yamlHostVersion}\n`);
    const program = {
      title: "language host of YAML programs",
      folder,
      package: `${modulePath}/cmd/pulumi-language-yaml`,
      variables: { [`${modulePath}/pkg/version.Version`]: `v${yamlHostVersion}` },
      mod: "mod" as const,
      takes: "half a minute where the CLI was built: package PACKAGES",
    };
    await goBuild(program, target, report);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
