// SPDX-License-Identifier: Apache-2.0
// A cloud's provider in this process, asked what the engine would ask.
import type * as grpc from "@grpc/grpc-js";
import * as provider from "@pulumi/pulumi/proto/provider_pb";

import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import { properties, struct } from "../../../tools/stand-ins/command-provider/wire";
import { cloudProvider } from "./provider";
import type { CloudDefinition } from "./resource-type";

type Handler = (
  call: { request: unknown },
  callback: (error: Partial<grpc.ServiceError> | null, response?: unknown) => void,
) => void;

export interface Differences {
  /** Paths that differ. A `+` in front: the resource is replaced for it. */
  paths: string[];
  deleteBeforeReplace: boolean;
}

export class CloudUnderTest {
  private readonly calls: Record<string, Handler>;

  constructor(definition: CloudDefinition) {
    this.calls = cloudProvider(definition) as unknown as Record<string, Handler>;
  }

  private ask<Response>(name: string, request: unknown): Promise<Response> {
    return new Promise((resolve, reject) => {
      this.calls[name]?.({ request }, (error, response) =>
        error ? reject(new Error(error.details)) : resolve(response as Response),
      );
    });
  }

  async configure(config: Properties): Promise<void> {
    const request = new provider.ConfigureRequest();
    request.setArgs(struct(config));
    await this.ask("configure", request);
  }

  async check(type: string, inputs: Properties, olds?: Properties) {
    const request = new provider.CheckRequest();
    request.setUrn(urn(type));
    request.setNews(struct(inputs));
    if (olds) request.setOlds(struct(olds));
    const response = await this.ask<provider.CheckResponse>("check", request);
    const failures = response.getFailuresList().map((one) => [one.getProperty(), one.getReason()] as const);
    return {
      inputs: properties(response.getInputs()),
      failures: Object.fromEntries(failures) as Record<string, string>,
    };
  }

  /** Inputs as the provider keeps them; refused ones are an error. */
  async accepted(type: string, inputs: Properties): Promise<Properties> {
    const { inputs: kept, failures } = await this.check(type, inputs);
    if (Object.keys(failures).length > 0) throw new Error(JSON.stringify(failures));
    return kept;
  }

  async diff(
    type: string,
    olds: Properties,
    news: Properties,
    { state = {}, ignoreChanges = [] }: { state?: Properties; ignoreChanges?: string[] } = {},
  ): Promise<Differences> {
    const request = new provider.DiffRequest();
    request.setUrn(urn(type));
    request.setOldInputs(struct(olds));
    request.setOlds(struct(state));
    request.setNews(struct(news));
    request.setIgnorechangesList(ignoreChanges);
    const response = await this.ask<provider.DiffResponse>("diff", request);
    const replacing = response.getReplacesList();
    return {
      paths: response
        .getDiffsList()
        .map((path) => (replacing.includes(path) ? `+${path}` : path))
        .sort(),
      deleteBeforeReplace: response.getDeletebeforereplace(),
    };
  }

  async create(type: string, inputs: Properties, { preview = false } = {}): Promise<{ id: string; state: Properties }> {
    const request = new provider.CreateRequest();
    request.setUrn(urn(type));
    request.setProperties(struct(await this.accepted(type, inputs)));
    request.setPreview(preview);
    const response = await this.ask<provider.CreateResponse>("create", request);
    return { id: response.getId(), state: properties(response.getProperties()) };
  }

  async read(type: string, id: string, state: Properties = {}, inputs: Properties = {}) {
    const request = new provider.ReadRequest();
    request.setUrn(urn(type));
    request.setId(id);
    request.setProperties(struct(state));
    request.setInputs(struct(inputs));
    const response = await this.ask<provider.ReadResponse>("read", request);
    return {
      id: response.getId(),
      state: properties(response.getProperties()),
      inputs: properties(response.getInputs()),
    };
  }

  async update(
    type: string,
    id: string,
    state: Properties,
    olds: Properties,
    news: Properties,
    { preview = false } = {},
  ): Promise<Properties> {
    const request = new provider.UpdateRequest();
    request.setUrn(urn(type));
    request.setId(id);
    request.setOlds(struct(state));
    request.setOldInputs(struct(await this.accepted(type, olds)));
    request.setNews(struct(await this.accepted(type, news)));
    request.setPreview(preview);
    return properties((await this.ask<provider.UpdateResponse>("update", request)).getProperties());
  }

  async delete(type: string, id: string, state: Properties = {}): Promise<void> {
    const request = new provider.DeleteRequest();
    request.setUrn(urn(type));
    request.setId(id);
    request.setProperties(struct(state));
    await this.ask("delete", request);
  }

  async invoke(token: string, inputs: Properties): Promise<Properties> {
    const request = new provider.InvokeRequest();
    request.setTok(token);
    request.setArgs(struct(inputs));
    const response = await this.ask<provider.InvokeResponse>("invoke", request);
    const [failure] = response.getFailuresList();
    if (failure) throw new Error(`${failure.getProperty()}: ${failure.getReason()}`);
    return properties(response.getReturn());
  }
}

const urn = (type: string) => `urn:pulumi:dev::project::${type}::name`;
