// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

import * as language from "@pulumi/pulumi/proto/language_pb";

interface Options {
  typescript?: unknown;
  tsconfig?: unknown;
  nodeargs?: unknown;
}

/** The SDK's run ends with this code when it has told the user what is wrong itself. */
const reported = 32;
/** How long a program may take to end after it was asked to. */
const grace = 5000;
const running = new Set<ChildProcess>();

/** Runs the program in the SDK's own `cmd/run`, as the real host does, and waits for its end. */
export function runProgram(request: language.RunRequest, engine: string): Promise<language.RunResponse> {
  const options = (request.getInfo()?.getOptions()?.toJavaScript() ?? {}) as Options;
  const wrong = wrongOption(options);
  if (wrong) return Promise.resolve(failed(wrong));
  const directory = request.getInfo()?.getProgramDirectory() || request.getPwd();
  const script = findUp(directory, join("node_modules", "@pulumi", "pulumi", "cmd", "run", "index.js"));
  if (!script)
    return Promise.resolve(failed("It looks like the Pulumi SDK has not been installed. Have you run pulumi install?"));
  // Its output goes where ours goes, which is to the engine.
  const child = spawn(
    process.execPath,
    [
      ...words(typeof options.nodeargs === "string" ? options.nodeargs : ""),
      dirname(script),
      ...args(request, engine, directory),
    ],
    {
      env: { ...process.env, ...environment(request, options) },
      stdio: ["ignore", "inherit", "inherit"],
    },
  );
  keep(child);
  return new Promise((resolve) => {
    child.on("error", (error) =>
      resolve(failed(`Problem executing program (could not run language executor): ${error.message}`)),
    );
    child.on("exit", (code, signal) => {
      const response = new language.RunResponse();
      if (code === reported) response.setBail(true);
      else if (code !== 0)
        response.setError(
          signal ? `Program exited unexpectedly: signal ${signal}` : `Program exited with non-zero exit code: ${code}`,
        );
      resolve(response);
    });
  });
}

/** From now until its end, a process that has to end with us. */
export function keep(child: ChildProcess): void {
  running.add(child);
  child.on("exit", () => running.delete(child));
}

/** Asks the programs to end, and ends those that do not. */
export function stopPrograms(): void {
  for (const child of running) {
    child.kill("SIGINT");
    setTimeout(() => child.kill("SIGKILL"), grace).unref();
  }
}

/** No program stays behind when this process ends. */
export function killPrograms(): void {
  for (const child of running) child.kill("SIGKILL");
}

export function findUp(from: string, name: string): string | undefined {
  const candidate = join(from, name);
  if (existsSync(candidate)) return candidate;
  return dirname(from) === from ? undefined : findUp(dirname(from), name);
}

function failed(reason: string): language.RunResponse {
  const response = new language.RunResponse();
  response.setError(reason);
  return response;
}

function wrongOption({ typescript, tsconfig, nodeargs }: Options): string | undefined {
  if (typescript !== undefined && typeof typescript !== "boolean") return "typescript option must be a boolean";
  if (tsconfig !== undefined && typeof tsconfig !== "string") return "tsconfigpath option must be a string";
  return nodeargs !== undefined && typeof nodeargs !== "string" ? "nodeargs option must be a string" : undefined;
}

function args(request: language.RunRequest, engine: string, directory: string): string[] {
  const flags: Record<string, string> = {
    monitor: request.getMonitorAddress(),
    engine,
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": request.getInfo()?.getRootDirectory() ?? "",
    stack: request.getStack(),
    pwd: directory,
    parallel: String(request.getParallel()),
  };
  return [
    ...Object.entries(flags).flatMap(([name, value]) => (value ? [`--${name}`, value] : [])),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    request.getInfo()?.getEntryPoint() || ".",
    ...request.getArgsList(),
  ];
}

function environment(request: language.RunRequest, { typescript = true, tsconfig }: Options): NodeJS.ProcessEnv {
  return {
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    ...(typescript === true && { PULUMI_NODEJS_TYPESCRIPT: "true" }),
    ...(typeof tsconfig === "string" && { PULUMI_NODEJS_TSCONFIG_PATH: tsconfig }),
  };
}

/** Splits at spaces; quotes keep them. */
export function words(text: string): string[] {
  return (text.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? []).map((word) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"),
  );
}
