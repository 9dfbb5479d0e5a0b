// SPDX-License-Identifier: Apache-2.0
// Starts a `command` provider as the engine would and talks to it as the engine would. It is the stand-in unless
// PULUMI_LAB_COMMAND_PROVIDER names another executable: the same tests can so be run against the official plugin.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

import { standIns } from "../../../../tools/shared/places";
import type { Properties } from "../../../../tools/stand-ins/command-provider/values";

export const executable =
  process.env.PULUMI_LAB_COMMAND_PROVIDER ?? join(standIns, "command-provider", "pulumi-resource-command");
export const isStandIn = process.env.PULUMI_LAB_COMMAND_PROVIDER === undefined;

export interface LogLine {
  severity: number;
  message: string;
  status: boolean;
}

type Reply<Response> = (error: grpc.ServiceError | null, response: Response) => void;

const toStruct = (value: Properties) => Struct.fromJavaScript(value as Parameters<typeof Struct.fromJavaScript>[0]);
const fromStruct = (value: Struct | undefined): Properties => value?.toJavaScript() ?? {};

function ask<Response>(send: (reply: Reply<Response>) => void): Promise<Response> {
  return new Promise((resolve, reject) => send((error, response) => (error ? reject(error) : resolve(response))));
}

export class ProviderUnderTest {
  private constructor(
    /** What the provider told the engine to show. */
    readonly log: LogLine[],
    readonly process: ChildProcess,
    private readonly engine: grpc.Server,
    private readonly client: ResourceProviderClient,
  ) {}

  static async start(env: NodeJS.ProcessEnv = {}): Promise<ProviderUnderTest> {
    const engine = new grpc.Server();
    const lines: LogLine[] = [];
    engine.addService(EngineService, {
      log: ({ request }: { request: LogRequest }, reply: Reply<Empty>) => {
        lines.push({ severity: request.getSeverity(), message: request.getMessage(), status: request.getEphemeral() });
        reply(null, new Empty());
      },
    });
    const port = await ask<number>((reply) =>
      engine.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
        reply(error as grpc.ServiceError | null, bound),
      ),
    );
    const environment = { ...process.env, PULUMI_LAB_NODE: process.execPath, SSH_AUTH_SOCK: "", ...env };
    const child = spawn(executable, [`127.0.0.1:${port}`], {
      stdio: ["pipe", "pipe", "inherit"],
      env: environment,
      detached: true, // in a process group of its own
    });
    const [own] = (await once(createInterface(child.stdout), "line")) as [string];
    const started = new ProviderUnderTest(
      lines,
      child,
      engine,
      new ResourceProviderClient(`127.0.0.1:${own}`, grpc.credentials.createInsecure()),
    );
    await started.configure();
    return started;
  }

  async stop(): Promise<void> {
    this.client.close();
    this.engine.forceShutdown();
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const exit = once(this.process, "exit");
    // The engine as well ends all that has stayed in the group.
    if (this.process.pid !== undefined) process.kill(-this.process.pid, "SIGKILL");
    await exit;
  }

  private configure(): Promise<provider.ConfigureResponse> {
    const request = new provider.ConfigureRequest();
    request.setAcceptsecrets(true);
    request.setSendsOldInputs(true);
    request.setSendsOldInputsToDelete(true);
    request.setArgs(toStruct({}));
    return ask((reply) => this.client.configure(request, reply));
  }

  async check(type: string, inputs: Properties): Promise<{ inputs: Properties; failures: Record<string, string> }> {
    const request = new provider.CheckRequest();
    request.setUrn(urn(type));
    request.setNews(toStruct(inputs));
    request.setOlds(toStruct({}));
    const response = await ask<provider.CheckResponse>((reply) => this.client.check(request, reply));
    const failures = response.getFailuresList().map((failure) => [failure.getProperty(), failure.getReason()] as const);
    return { inputs: fromStruct(response.getInputs()), failures: Object.fromEntries(failures) };
  }

  /** The paths that differ, as the engine gets to know them. */
  async diff(type: string, olds: Properties, news: Properties): Promise<string[]> {
    const request = new provider.DiffRequest();
    request.setId("x");
    request.setUrn(urn(type));
    request.setOlds(toStruct({ ...olds, stdout: "", stderr: "" }));
    request.setOldInputs(toStruct(olds));
    request.setNews(toStruct(news));
    const response = await ask<provider.DiffResponse>((reply) => this.client.diff(request, reply));
    const paths = response
      .getDetaileddiffMap()
      .toArray()
      .map(([path]) => path)
      .sort();
    const changed = response.getChanges() === provider.DiffResponse.DiffChanges.DIFF_SOME;
    if (changed !== paths.length > 0)
      throw new Error(`changes ${response.getChanges()} do not fit the paths ${paths.join()}`);
    return paths;
  }

  async create(type: string, inputs: Properties, { preview = false, timeout = 0 } = {}): Promise<Properties> {
    const request = new provider.CreateRequest();
    request.setUrn(urn(type));
    request.setProperties(toStruct((await this.check(type, inputs)).inputs));
    request.setPreview(preview);
    request.setTimeout(timeout);
    return fromStruct(
      (await ask<provider.CreateResponse>((reply) => this.client.create(request, reply))).getProperties(),
    );
  }

  async update(
    type: string,
    state: Properties,
    olds: Properties,
    news: Properties,
    { preview = false, timeout = 0 } = {},
  ): Promise<Properties> {
    const request = new provider.UpdateRequest();
    request.setId("x");
    request.setUrn(urn(type));
    request.setOlds(toStruct(state));
    request.setOldInputs(toStruct((await this.check(type, olds)).inputs));
    request.setNews(toStruct((await this.check(type, news)).inputs));
    request.setPreview(preview);
    request.setTimeout(timeout);
    return fromStruct(
      (await ask<provider.UpdateResponse>((reply) => this.client.update(request, reply))).getProperties(),
    );
  }

  async read(type: string, state: Properties, inputs: Properties): Promise<Properties[]> {
    const request = new provider.ReadRequest();
    request.setId("x");
    request.setUrn(urn(type));
    request.setProperties(toStruct(state));
    request.setInputs(toStruct(inputs));
    const response = await ask<provider.ReadResponse>((reply) => this.client.read(request, reply));
    return [fromStruct(response.getProperties()), fromStruct(response.getInputs())];
  }

  async delete(type: string, state: Properties): Promise<void> {
    const request = new provider.DeleteRequest();
    request.setId("x");
    request.setUrn(urn(type));
    request.setProperties(toStruct(state));
    await ask<Empty>((reply) => this.client.delete(request, reply));
  }

  async cancel(): Promise<void> {
    await ask<Empty>((reply) => this.client.cancel(new Empty(), reply));
  }
}

const urn = (type: string) => `urn:pulumi:dev::project::${type}::name`;
