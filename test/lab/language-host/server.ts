// SPDX-License-Identifier: Apache-2.0
// Pulumi's language host for Node.js, as far as `pulumi up` of a program needs it, for machines that cannot download
// the real one. The program itself runs in the SDK's own `cmd/run`, the same as under the real host.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import * as grpc from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as language from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

type Callback<Response> = (error: Partial<grpc.ServiceError> | null, response?: Response) => void;

const engine = process.argv.slice(2).find((argument) => !argument.startsWith("-")) ?? "";
/** The SDK's run ends with this code when it has told the user what is wrong itself. */
const reported = 32;
const running = new Set<ChildProcess>();

function findUp(from: string, name: string): string {
  const candidate = join(from, name);
  if (existsSync(candidate)) return candidate;
  if (dirname(from) === from) throw new Error(`cannot find ${name} beside or above the program; run npm install`);
  return findUp(dirname(from), name);
}

function run(request: language.RunRequest): Promise<language.RunResponse> {
  const info = request.getInfo();
  const directory = info?.getProgramDirectory() || request.getPwd();
  const options = (info?.getOptions()?.toJavaScript() ?? {}) as { nodeargs?: string; typescript?: boolean; tsconfig?: string };
  const script = findUp(directory, join("node_modules", "@pulumi", "pulumi", "cmd", "run"));
  const flags: Record<string, string> = {
    monitor: request.getMonitorAddress(),
    engine,
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    pwd: request.getPwd(),
    "root-directory": info?.getRootDirectory() ?? "",
    parallel: String(request.getParallel()),
  };
  const args = [
    ...(options.nodeargs?.split(" ") ?? []),
    script,
    ...Object.entries(flags).flatMap(([name, value]) => (value ? [`--${name}`, value] : [])),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    info?.getEntryPoint() || request.getProgram() || ".",
    ...request.getArgsList(),
  ];
  const env = {
    ...process.env,
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    PULUMI_NODEJS_TYPESCRIPT: String(options.typescript ?? true),
    ...(options.tsconfig && { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig }),
  };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: request.getPwd(), env, stdio: ["ignore", "inherit", "inherit"] });
    running.add(child);
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      running.delete(child);
      const response = new language.RunResponse();
      if (code === reported) response.setBail(true);
      else if (code !== 0) response.setError(`Program exited with ${signal ?? `non-zero exit code: ${code}`}`);
      resolve(response);
    });
  });
}

function end(): void {
  for (const child of running) child.kill("SIGTERM");
}

function handle<Request, Response>(handler: (request: Request) => Response | Promise<Response>) {
  return ({ request }: { request: Request }, callback: Callback<Response>) => {
    Promise.resolve()
      .then(() => handler(request))
      .then((response) => callback(null, response))
      .catch((error: unknown) => callback({ code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) }));
  };
}

const service: grpc.UntypedServiceImplementation = {
  handshake: handle(() => new language.LanguageHandshakeResponse()),
  getPluginInfo: handle(() => {
    const { version } = JSON.parse(readFileSync(findUp(__dirname, join("node_modules", "@pulumi", "pulumi", "package.json")), "utf8")) as { version: string };
    const info = new PluginInfo();
    info.setVersion(version);
    return info;
  }),
  getRequiredPackages: handle(() => new language.GetRequiredPackagesResponse()),
  getRequiredPlugins: handle(() => new language.GetRequiredPluginsResponse()),
  about: handle(() => {
    const about = new language.AboutResponse();
    about.setExecutable(process.execPath);
    about.setVersion(process.version);
    return about;
  }),
  runtimeOptionsPrompts: handle(() => new language.RuntimeOptionsResponse()),
  getProgramDependencies: handle(() => new language.GetProgramDependenciesResponse()),
  run: handle(run),
  cancel: handle(() => {
    end();
    return new Empty();
  }),
};

process.on("SIGTERM", () => {
  end();
  process.exit(143);
});
const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
server.addService(LanguageRuntimeService, service);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port);
});
