// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";

import type * as grpc from "@grpc/grpc-js";
import * as language from "@pulumi/pulumi/proto/language_pb";

import { findUp, keep, words } from "./program";
import { failStream, forwardOutput } from "./stream";

type Call = grpc.ServerWritableStream<language.RunPluginRequest, language.RunPluginResponse>;

/**
 * Runs a plugin of sources in the SDK's own `cmd/run-plugin`, or a policy pack in its `cmd/run-policy-pack`, as the real host
 * does, until the engine has no more use for it. A pack gets no configuration of the stack.
 */
export function runPlugin(call: Call): void {
  const { request } = call;
  const fail = (details: string) => {
    failStream(call, details);
  };
  const directory = request.getInfo()?.getProgramDirectory() ?? "";
  const options = request.getInfo()?.getOptions()?.toJavaScript() ?? {};
  const isPack = request.getKind() === "analyzer";
  const runner = isPack ? "run-policy-pack" : "run-plugin";
  const script = findUp(directory, join("node_modules", "@pulumi", "pulumi", "cmd", runner, "index.js"));
  if (!script) {
    fail(`It looks like the Pulumi SDK has not been installed. Have you run npm install in ${directory}?`);
    return;
  }

  const nodeArgs = typeof options.nodeargs === "string" ? words(options.nodeargs) : [];
  const given = request.getArgsList();
  const args = isPack ? [...given, directory] : [directory, ...given];
  const child = spawn(process.execPath, [...nodeArgs, dirname(script), ...args], {
    // A plugin runs in the folder of the program that uses it, and a pack in its own.
    cwd: isPack ? directory : request.getPwd(),
    env: { ...environment(request.getEnvList()), PULUMI_NODEJS_TYPESCRIPT: "true" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  keep(child);
  forwardOutput(child, call, language.RunPluginResponse);
  child.on("error", (error) =>
    fail(`Problem executing plugin program (could not run language executor): ${error.message}`),
  );
  child.on("close", (code) => (code === 0 ? call.end() : fail(`Program exited with non-zero exit code: ${code}`)));
  // The engine is done with it, or gone.
  call.on("cancelled", () => child.kill("SIGKILL"));
}

/** The engine sends all of it: what is not among it is not there. */
function environment(list: string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(
    list.map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)]),
  );
}
