// SPDX-License-Identifier: Apache-2.0
// Builds the Pulumi CLI, engine included, from the Go module that go.mod in this folder pins.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

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

/** Takes about five minutes on two cores, and about one where Go has the compiled packages in its cache. */
export async function buildCli(version: string, target: string, report: (line: string) => void): Promise<void> {
  checkGo();
  const begin = Date.now();
  let packages = 0;
  let shown = 0;
  const flags = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`;
  const output: string[] = [];
  // -v names each package when it is compiled, which is all the progress that there is to see.
  await ended(
    "go",
    ["build", "-C", __dirname, "-v", "-mod=readonly", "-ldflags", flags, "-o", target, modulePath],
    (line) => {
      if (line.startsWith("go: downloading ")) report(line.replace(/^go: /, ""));
      else if (/^[\w.-]+(\/\S+)?$/.test(line)) packages++;
      else output.push(line);
      if (packages === 0 || Date.now() - shown < 5000) return;
      shown = Date.now();
      report(
        `building the Pulumi CLI from its Go module: ${packages} packages compiled (${Math.round((shown - begin) / 1000)} s, about 5 minutes in all)`,
      );
    },
  ).catch((error: unknown) => {
    throw new Error(
      `the Pulumi CLI cannot be built from its Go module: ${error instanceof Error ? error.message : String(error)}\n${output.slice(-20).join("\n")}`,
    );
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

function ended(command: string, args: string[], onLine: (line: string) => void): Promise<void> {
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"] });
  createInterface(child.stderr).on("line", onLine);
  // Ctrl-C reaches the compiler through the terminal; where this process ends by itself, the compiler has to as well.
  const stop = () => child.kill();
  process.once("exit", stop);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      process.off("exit", stop);
      if (code === 0) resolve();
      else reject(new Error(`go build ended with ${signal ?? `status ${code}`}`));
    });
  });
}

function read(file: string): string {
  return readFileSync(join(__dirname, file), "utf8");
}
