// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from "node:crypto";

import type * as grpc from "@grpc/grpc-js";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import { diff } from "./diff";
import type { EngineLog } from "./engine-log";
import { check, checkOldInputs, checkState, complete } from "./inputs";
import { previewCreate, previewUpdate } from "./preview";
import { run } from "./run";
import { handle, nameOf, properties, struct, typeOf } from "./wire";

const version = "1.2.1";
const operation = (request: { getUrn(): string; getTimeout(): number }) => ({
  urn: request.getUrn(),
  type: typeOf(request.getUrn()),
  timeout: request.getTimeout(),
});

/** Those calls of a provider that the engine makes for this one. */
export function commandProvider(log: EngineLog): grpc.UntypedServiceImplementation {
  const cancelled = new AbortController();
  return {
    getPluginInfo: handle(() => {
      const info = new plugin.PluginInfo();
      info.setVersion(version);
      return info;
    }),
    getSchema: handle(() => {
      const response = new provider.GetSchemaResponse();
      response.setSchema(JSON.stringify({ name: "command", version }));
      return response;
    }),
    configure: handle(() => {
      const response = new provider.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setSupportspreview(true);
      return response;
    }),
    check: handle((request: provider.CheckRequest) => {
      const type = typeOf(request.getUrn());
      const inputs = properties(request.getNews());
      const response = new provider.CheckResponse();
      const failures = check(type, inputs);
      response.setInputs(struct(complete(type, inputs)));
      for (const { property, reason } of failures) {
        const failure = new provider.CheckFailure();
        failure.setProperty(property);
        failure.setReason(reason);
        response.addFailures(failure);
      }
      return response;
    }),
    diff: handle((request: provider.DiffRequest) => {
      const changes = diff(properties(request.getOldInputs()), properties(request.getNews()));
      const response = new provider.DiffResponse();
      const { DIFF_SOME, DIFF_NONE } = provider.DiffResponse.DiffChanges;
      const { ADD, DELETE, UPDATE } = provider.PropertyDiff.Kind;
      response.setChanges(changes.size > 0 ? DIFF_SOME : DIFF_NONE);
      response.setDiffsList([...changes.keys()]);
      response.setHasdetaileddiff(true);
      for (const [path, change] of changes) {
        const detail = new provider.PropertyDiff();
        detail.setKind({ add: ADD, delete: DELETE, update: UPDATE }[change]);
        response.getDetaileddiffMap().set(path, detail);
      }
      return response;
    }),
    create: handle(async (request: provider.CreateRequest) => {
      const inputs = properties(request.getProperties());
      const response = new provider.CreateResponse();
      const made = request.getPreview()
        ? previewCreate(inputs)
        : { ...inputs, ...(await run(operation(request), "create", inputs, {}, log, cancelled.signal)) };
      response.setId(`${nameOf(request.getUrn())}${randomBytes(4).toString("hex")}`);
      response.setProperties(struct(made));
      return response;
    }),
    update: handle(async (request: provider.UpdateRequest) => {
      const [state, inputs] = [properties(request.getOlds()), properties(request.getNews())];
      checkState(typeOf(request.getUrn()), state);
      const response = new provider.UpdateResponse();
      const made = request.getPreview()
        ? previewUpdate(typeOf(request.getUrn()), state, inputs)
        : { ...inputs, ...(await run(operation(request), "update", inputs, state, log, cancelled.signal)) };
      response.setProperties(struct(made));
      return response;
    }),
    // What a command did cannot be looked up: what is known of it stays.
    read: handle((request: provider.ReadRequest) => {
      checkOldInputs(typeOf(request.getUrn()), properties(request.getInputs()));
      const response = new provider.ReadResponse();
      response.setId(request.getId());
      response.setProperties(request.getProperties());
      response.setInputs(request.getInputs());
      return response;
    }),
    delete: handle(async (request: provider.DeleteRequest) => {
      const state = properties(request.getProperties());
      checkState(typeOf(request.getUrn()), state);
      await run(operation(request), "delete", state, state, log, cancelled.signal);
      return new Empty();
    }),
    cancel: handle(() => {
      cancelled.abort();
      return new Empty();
    }),
  };
}
