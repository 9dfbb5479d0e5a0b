// SPDX-License-Identifier: Apache-2.0
// Builds the Pulumi CLI, engine included, from the Go module that go.mod in this folder pins.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { Interrupted, type Report, run } from "../shared/subprocess";

const modulePath = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";

/** The version of Pulumi in go.mod. */
export function moduleVersion(): string {
  return /^\s*require github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)$/m.exec(read("go.mod"))?.[1] ?? "none";
}

/** Changes with everything that the build depends on. */
export function sourceHash(): string {
  const hash = createHash("sha256");
  for (const file of ["go.mod", "go.sum", "tools.go"]) hash.update(read(file));
  return hash.digest("hex").slice(0, 12);
}

/**
 * The tags are those of Pulumi's own releases. Without C, which only Go's own library would use, and without tables for debuggers,
 * which the linker leaves out and which are a fifth of the work. The laboratory builds its Docker in the same way, so that Go
 * compiles its library once for all of it.
 */
const flags = ["-trimpath", "-gcflags=all=-dwarf=false", "-tags=osusergo,grpcnotrace"];

/** Takes about four minutes on two cores, and about one where Go has the compiled packages in its cache. */
export async function buildCli(version: string, target: string, report: Report): Promise<void> {
  checkGo();
  const linked = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`;
  let packages = 0;
  const problems: string[] = [];
  const onLine = (line: string) => {
    // -v names each package when it is compiled, which is all the progress that there is to see.
    if (/^[\w.-]+(\/\S+)?$/.test(line)) packages++;
    else if (!line.startsWith("go: downloading ")) problems.push(line);
    report(
      packages > 0
        ? `building the Pulumi CLI from its Go module, about 4 minutes: ${packages} of some 1670 packages`
        : line.replace(/^go: /, ""),
    );
  };
  const args = [
    "build",
    "-C",
    __dirname,
    "-v",
    "-mod=readonly",
    ...flags,
    "-ldflags",
    linked,
    "-o",
    target,
    modulePath,
  ];
  await run("go", args, onLine, { CGO_ENABLED: "0" }).catch((error: unknown) => {
    if (error instanceof Interrupted) throw error;
    const reason = problems.slice(-20).join("\n");
    throw new Error(`the Pulumi CLI cannot be built from its Go module:\n${reason}`, { cause: error });
  });
}

/** Asked in this folder, Go also says whether it can get the version that go.mod wants. */
function checkGo(): void {
  const wanted = /^go (\S+)$/m.exec(read("go.mod"))?.[1];
  const { status, stderr } = spawnSync("go", ["version"], { cwd: __dirname, encoding: "utf8" });
  if (status === 0) return;
  const found = status === null ? "Go is not installed" : `Go cannot be used (${stderr.trim()})`;
  throw new Error(
    `the Pulumi CLI can neither be downloaded nor built: ${found}; install Pulumi (https://www.pulumi.com/docs/iac/download-install/) or Go ${wanted} or newer (https://go.dev/dl/)`,
  );
}

function read(file: string): string {
  return readFileSync(join(__dirname, file), "utf8");
}
