// SPDX-License-Identifier: Apache-2.0
// The resource provider `command` 1.2.1, as far as this project uses it, for machines that cannot download the real one.
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";

import * as grpc from "@grpc/grpc-js";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

import { EngineLog } from "./engine-log";
import type { Execution, Output } from "./execution";
import { check } from "./inputs";
import { type LocalArguments, runLocal } from "./local";
import { type Connection, runRemote } from "./remote";
import { hasUnknown, type Properties, reveal, secret, unknown } from "./values";

type Call<Request> = grpc.ServerUnaryCall<Request, unknown>;
type Callback<Response> = (error: Partial<grpc.ServiceError> | null, response?: Response) => void;

const log = new EngineLog(process.argv[2]);
const cancelled = new AbortController();

/** Answers a call with what the handler returns or throws. */
function handle<Request, Response>(handler: (request: Request) => Response | Promise<Response>) {
  return ({ request }: Call<Request>, callback: Callback<Response>) => {
    Promise.resolve()
      .then(() => handler(request))
      .then((response) => callback(null, response))
      .catch((error: unknown) => callback({ code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) }));
  };
}

const struct = (value: Properties) => Struct.fromJavaScript(value as Parameters<typeof Struct.fromJavaScript>[0]);
const properties = (value: Struct | undefined): Properties => value?.toJavaScript() ?? {};
const typeOf = (urn: string) => urn.split("::")[2]?.split("$").at(-1) ?? "";

function outputs(type: string, inputs: Properties, output: Output | undefined): Struct {
  const { stdout, stderr } = output ?? { stdout: unknown, stderr: unknown };
  return struct({ ...inputs, ...(type === "command:remote:Command" && { connection: secret(inputs.connection) }), stdout, stderr });
}

async function execute(urn: string, wrapped: Properties, command: unknown, previous: Properties, timeout: number): Promise<Output> {
  if (typeof command !== "string" || command === "") return { stdout: "", stderr: "" };
  const inputs = reveal(wrapped) as Properties & { environment?: Record<string, string>; stdin?: string; logging?: string };
  const { logging = "stdoutAndStderr" } = inputs;
  const deadline = timeout > 0 ? AbortSignal.timeout(timeout * 1000) : new AbortController().signal;
  const execution: Execution = {
    command,
    stdin: inputs.stdin ?? "",
    environment: { ...previousOutput(inputs, previous), ...inputs.environment },
    onOutput: (stream, text) => {
      if (logging === "stdoutAndStderr" || logging === stream) log.info(urn, text);
    },
    cancelled: cancelled.signal,
    deadline,
  };
  return typeOf(urn) === "command:local:Command"
    ? runLocal(inputs as LocalArguments, execution)
    : runRemote(inputs.connection as Connection, execution);
}

function previousOutput({ addPreviousOutputInEnv }: Properties, { stdout, stderr }: Properties): Record<string, string> {
  if (addPreviousOutputInEnv === false) return {};
  return { ...(stdout ? { PULUMI_COMMAND_STDOUT: String(stdout) } : {}), ...(stderr ? { PULUMI_COMMAND_STDERR: String(stderr) } : {}) };
}

const service: grpc.UntypedServiceImplementation = {
  getPluginInfo: handle(() => {
    const info = new plugin.PluginInfo();
    info.setVersion("1.2.1");
    return info;
  }),
  configure: handle(() => {
    const response = new provider.ConfigureResponse();
    response.setAcceptsecrets(true);
    response.setSupportspreview(true);
    return response;
  }),
  check: handle((request: provider.CheckRequest) => {
    const response = new provider.CheckResponse();
    response.setInputs(request.getNews());
    for (const { property, reason } of check(typeOf(request.getUrn()), reveal(properties(request.getNews())) as Properties)) {
      const failure = new provider.CheckFailure();
      failure.setProperty(property);
      failure.setReason(reason);
      response.addFailures(failure);
    }
    return response;
  }),
  diff: handle((request: provider.DiffRequest) => {
    const [old, now] = [request.getOldInputs(), request.getNews()].map((side) => reveal(properties(side)) as Properties) as [Properties, Properties];
    const changed = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((key) => !isDeepStrictEqual(old[key], now[key]));
    const response = new provider.DiffResponse();
    const { DIFF_SOME, DIFF_NONE } = provider.DiffResponse.DiffChanges;
    response.setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE);
    response.setDiffsList(changed);
    // In the real one the SDK asks for this, by replaceOnChanges.
    response.setReplacesList(changed.filter((key) => key === "triggers"));
    return response;
  }),
  create: handle(async (request: provider.CreateRequest) => {
    const inputs = properties(request.getProperties());
    const response = new provider.CreateResponse();
    const type = typeOf(request.getUrn());
    if (request.getPreview() || hasUnknown(inputs)) {
      response.setProperties(outputs(type, inputs, undefined));
      return response;
    }
    const output = await execute(request.getUrn(), inputs, reveal(inputs.create), {}, request.getTimeout());
    response.setId(randomUUID());
    response.setProperties(outputs(type, inputs, output));
    return response;
  }),
  update: handle(async (request: provider.UpdateRequest) => {
    const inputs = properties(request.getNews());
    const response = new provider.UpdateResponse();
    const run = () => execute(request.getUrn(), inputs, reveal(inputs.update ?? inputs.create), properties(request.getOlds()), request.getTimeout());
    response.setProperties(outputs(typeOf(request.getUrn()), inputs, request.getPreview() ? undefined : await run()));
    return response;
  }),
  delete: handle(async (request: provider.DeleteRequest) => {
    const state = properties(request.getProperties());
    await execute(request.getUrn(), state, reveal(state.delete), state, request.getTimeout());
    return new Empty();
  }),
  cancel: handle(() => {
    cancelled.abort();
    return new Empty();
  }),
};

const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
server.addService(ResourceProviderService, service);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port);
});
