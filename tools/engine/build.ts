// SPDX-License-Identifier: Apache-2.0
// Builds the Pulumi CLI, engine included, from the Go module that go.mod in this folder pins, and other programs of Pulumi in
// the same way.
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

/** The compiler may use four times the memory that it would clean up at, some 500 MiB, which is a tenth less work. */
const settings = { CGO_ENABLED: "0", GOGC: "400" };

/** A program, as its error texts call it. */
export interface GoProgram {
  title: string;
  /** The folder of the module to build in. */
  folder: string;
  package: string;
  /** Of the linker, such as the version that the program says. */
  variables: Record<string, string>;
  /** By what right it may change go.mod, which is none in a clone. */
  mod: "readonly" | "mod";
  /** What is said of the progress: how long it takes, and out of how many packages. */
  takes: string;
}

/** Takes about four minutes on two cores, and about one where Go has the compiled packages in its cache. */
export function buildCli(version: string, target: string, report: Report): Promise<void> {
  const variables = { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": version };
  const takes = "about 4 minutes: PACKAGES of some 1670 packages";
  const cli = {
    title: "Pulumi CLI",
    folder: __dirname,
    package: modulePath,
    variables,
    mod: "readonly" as const,
    takes,
  };
  return goBuild(cli, target, report);
}

/** What Go has compiled before, for this program or another one, is not compiled again. */
export async function goBuild(program: GoProgram, target: string, report: Report): Promise<void> {
  checkGo(program.title);
  const { title, folder, mod, variables, takes } = program;
  const linked = ["-s", "-w", ...Object.entries(variables).map(([name, value]) => `-X ${name}=${value}`)].join(" ");
  let packages = 0;
  const problems: string[] = [];
  const onLine = (line: string) => {
    // -v names each package when it is compiled, which is all the progress that there is to see.
    if (/^[\w.-]+(\/\S+)?$/.test(line)) packages++;
    else if (!line.startsWith("go: downloading ")) problems.push(line);
    report(
      packages > 0
        ? `building the ${title} from its Go module, ${takes.replace("PACKAGES", String(packages))}`
        : line.replace(/^go: /, ""),
    );
  };
  const args = ["build", "-C", folder, "-v", `-mod=${mod}`, ...flags, "-ldflags", linked, "-o", target];
  await run("go", [...args, program.package], onLine, settings).catch((error: unknown) => {
    if (error instanceof Interrupted) throw error;
    const reason = problems.slice(-20).join("\n");
    throw new Error(`the ${title} cannot be built from its Go module:\n${reason}`, { cause: error });
  });
}

/** Asked in this folder, Go also says whether it can get the version that go.mod wants. */
function checkGo(title: string): void {
  const wanted = /^go (\S+)$/m.exec(read("go.mod"))?.[1];
  const { status, stderr } = spawnSync("go", ["version"], { cwd: __dirname, encoding: "utf8" });
  if (status === 0) return;
  const found = status === null ? "Go is not installed" : `Go cannot be used (${stderr.trim()})`;
  throw new Error(
    `the ${title} can neither be downloaded nor built: ${found}; install Pulumi (https://www.pulumi.com/docs/iac/download-install/) or Go ${wanted} or newer (https://go.dev/dl/)`,
  );
}

function read(file: string): string {
  return readFileSync(join(__dirname, file), "utf8");
}
