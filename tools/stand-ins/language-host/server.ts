// SPDX-License-Identifier: Apache-2.0
// Pulumi's language host for Node.js, as far as programs and plugins made of components need it, for machines that
// cannot download the real one.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as grpc from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as language from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import { requiredPackages } from "./packages";
import { runPlugin } from "./plugin";
import { findUp, killPrograms, runProgram, stopPrograms } from "./program";
import { failStream, forwardOutput } from "./stream";

type Callback<Response> = (error: Partial<grpc.ServiceError> | null, response?: Response) => void;
type Installation = grpc.ServerWritableStream<
  language.InstallDependenciesRequest,
  language.InstallDependenciesResponse
>;

let engine = process.argv.slice(2).find((argument) => !argument.startsWith("-")) ?? "";

function handle<Request, Response>(handler: (request: Request) => Response | Promise<Response>) {
  return ({ request }: { request: Request }, callback: Callback<Response>) => {
    Promise.resolve()
      .then(() => handler(request))
      .then((response) => callback(null, response))
      .catch((error: unknown) =>
        callback({ code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) }),
      );
  };
}

function sdkVersion(): string {
  const file = findUp(__dirname, join("node_modules", "@pulumi", "pulumi", "package.json"));
  return file ? (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version : "";
}

function installDependencies(call: Installation): void {
  const directory = call.request.getInfo()?.getProgramDirectory() || call.request.getDirectory();
  const child = spawn("npm", ["install", "--no-audit", "--no-fund"], {
    cwd: directory,
    stdio: ["ignore", "pipe", "pipe"],
  });
  forwardOutput(child, call, language.InstallDependenciesResponse);
  const fail = (details: string) => failStream(call, details);
  child.on("error", (error) => fail(`npm cannot be started: ${error.message}; install Node.js with npm`));
  child.on("close", (code) =>
    code === 0 ? call.end() : fail(`npm install in ${directory} failed with status ${code}; its output says why`),
  );
}

const service: grpc.UntypedServiceImplementation = {
  handshake: handle((request: language.LanguageHandshakeRequest) => {
    engine = request.getEngineAddress() || engine;
    return new language.LanguageHandshakeResponse();
  }),
  getPluginInfo: handle(() => {
    const info = new PluginInfo();
    info.setVersion(sdkVersion());
    return info;
  }),
  getRequiredPackages: handle((request: language.GetRequiredPackagesRequest) =>
    requiredPackages(request.getInfo()?.getProgramDirectory() ?? ""),
  ),
  getRequiredPlugins: handle(() => new language.GetRequiredPluginsResponse()),
  about: handle(() => {
    const about = new language.AboutResponse();
    about.setExecutable(process.execPath);
    about.setVersion(process.version);
    return about;
  }),
  runtimeOptionsPrompts: handle(() => new language.RuntimeOptionsResponse()),
  getProgramDependencies: handle(() => new language.GetProgramDependenciesResponse()),
  installDependencies,
  runPlugin,
  run: handle((request: language.RunRequest) => runProgram(request, engine)),
  cancel: handle(() => {
    stopPrograms();
    return new Empty();
  }),
};

// An engine that was killed cannot tell us to stop. It holds the other end of our stdin, which nobody else has.
process.stdin.resume().on("close", () => process.exit(1));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(1));
process.on("exit", killPrograms);

const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
server.addService(LanguageRuntimeService, service);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  // Fails, and so ends this process, where the engine that would read it is gone already; console.log would ignore that.
  process.stdout.write(`${port}\n`);
});
