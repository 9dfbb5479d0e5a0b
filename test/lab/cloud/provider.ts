// SPDX-License-Identifier: Apache-2.0
// A cloud's provider: the engine's calls on one side, a table of resource types on the other. To make one:
// `serve(cloudProvider({name, version, resources, lookUps, checkConfig}))`.
import type * as grpc from "@grpc/grpc-js";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import { type Properties, reveal, unknown } from "../../../tools/stand-ins/command-provider/values";
import { handle, nameOf, properties, struct, typeOf } from "../../../tools/stand-ins/command-provider/wire";
import { CloudFolder } from "./folder";
import type { CloudDefinition, Context, ResourceType } from "./resource-type";
import { drifted } from "./drift";
import { sealLike } from "./secrets";
import { checkFields, compareFields, type Difference, type Failure, withDefaults } from "./shape";

const plain = (values: Properties): Properties => reveal(values) as Properties;

export function cloudProvider(definition: CloudDefinition): grpc.UntypedServiceImplementation {
  let config: Properties = {};
  const context = (): Context => ({ cloud: CloudFolder.fromEnvironment(), config });
  const find = (urn: string): ResourceType => {
    const known = definition.resources[typeOf(urn)];
    if (known) return known;
    throw new Error(
      `the laboratory's stand-in for ${definition.name} has no ${typeOf(urn)}; it has ${Object.keys(definition.resources).join(", ")}`,
    );
  };
  return {
    getPluginInfo: handle(() => {
      const info = new plugin.PluginInfo();
      info.setVersion(definition.version);
      return info;
    }),
    getSchema: handle(() => {
      const response = new provider.GetSchemaResponse();
      response.setSchema(JSON.stringify({ name: definition.name, version: definition.version }));
      return response;
    }),
    checkConfig: handle((request: provider.CheckRequest) => {
      const news = properties(request.getNews());
      return checked(news, definition.checkConfig(plain(news)));
    }),
    diffConfig: handle((request: provider.DiffRequest) => {
      const [olds, news] = [plain(properties(request.getOldInputs())), plain(properties(request.getNews()))];
      return changed(compareFields({}, olds, news));
    }),
    configure: handle((request: provider.ConfigureRequest) => {
      config = plain(properties(request.getArgs()));
      const [failure] = definition.checkConfig(config);
      if (failure) throw new Error(failure.reason);
      const response = new provider.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setSupportspreview(true);
      return response;
    }),
    check: handle((request: provider.CheckRequest) => {
      const type = find(request.getUrn());
      const given = withDefaults(type.inputs, properties(request.getNews()));
      const olds = request.getOlds() && plain(properties(request.getOlds()));
      const inputs = { ...given, ...type.complete?.(plain(given), nameOf(request.getUrn()), olds) };
      const failures = checkFields(type.inputs, plain(inputs));
      // What has the wrong type would only confuse the checks of its value.
      return checked(inputs, failures.length > 0 ? failures : (type.check?.(plain(inputs)) ?? []));
    }),
    diff: handle((request: provider.DiffRequest) => {
      const type = find(request.getUrn());
      const news = plain(properties(request.getNews()));
      // Like the real ones: what is asked for is held against what the cloud has made of it.
      const olds = drifted(plain(properties(request.getOldInputs())), plain(properties(request.getOlds())));
      const changes = differences(type, olds, news);
      const ignored = request.getIgnorechangesList();
      for (const path of [...changes.keys()]) if (ignored.some((one) => isAt(path, one))) changes.delete(path);
      return changed(changes, type, news);
    }),
    create: handle(async (request: provider.CreateRequest) => {
      const type = find(request.getUrn());
      const inputs = properties(request.getProperties());
      const response = new provider.CreateResponse();
      if (request.getPreview()) {
        response.setProperties(struct({ ...unknowns(unsettled(type)), ...inputs, ...type.planned?.(inputs) }));
      } else {
        const { id, outputs } = await type.create(plain(inputs), context());
        response.setId(id);
        response.setProperties(struct(sealLike(inputs, { ...plain(inputs), ...outputs })));
      }
      return response;
    }),
    read: handle(async (request: provider.ReadRequest) => {
      const state = properties(request.getProperties());
      const inputs = properties(request.getInputs());
      const type = find(request.getUrn());
      const now = await type.read(request.getId(), plain(state), context());
      const response = new provider.ReadResponse();
      if (!now) return response;
      response.setId(request.getId());
      response.setProperties(struct(sealLike(state, { ...plain(state), ...now })));
      // Of what is taken in, nobody has said anything yet: its inputs are what it is.
      const isTakenIn = Object.keys(inputs).length === 0 && Object.keys(state).length === 0;
      const found = isTakenIn ? taken(type, now) : drifted(plain(inputs), now);
      response.setInputs(struct(sealLike(inputs, found)));
      return response;
    }),
    update: handle(async (request: provider.UpdateRequest) => {
      const type = find(request.getUrn());
      const [state, news] = [properties(request.getOlds()), properties(request.getNews())];
      const olds = plain(properties(request.getOldInputs()));
      // What was given before and is no longer is no longer part of the state either, unless the cloud has filled it in.
      const kept = Object.fromEntries(
        Object.entries(state).filter(([key]) => !(key in type.inputs) || type.inputs[key]?.computed),
      );
      const response = new provider.UpdateResponse();
      if (request.getPreview()) {
        const altered = type.altered?.(differences(type, olds, plain(news))) ?? [];
        response.setProperties(struct({ ...kept, ...unknowns(altered), ...news, ...type.planned?.(news, state) }));
      } else {
        if (!type.update) throw new Error(`${typeOf(request.getUrn())} cannot be changed in place`);
        const outputs = await type.update(request.getId(), plain(news), plain(state), context());
        response.setProperties(struct(sealLike(news, { ...plain({ ...kept, ...news }), ...outputs })));
      }
      return response;
    }),
    delete: handle(async (request: provider.DeleteRequest) => {
      await find(request.getUrn()).delete(request.getId(), plain(properties(request.getProperties())), context());
      return new Empty();
    }),
    invoke: handle((request: provider.InvokeRequest) => {
      const lookUp = definition.lookUps[request.getTok()];
      if (!lookUp) throw new Error(`the laboratory's stand-in for ${definition.name} has no ${request.getTok()}`);
      const inputs = plain(properties(request.getArgs()));
      const shape = checkFields(lookUp.inputs, inputs);
      const response = new provider.InvokeResponse();
      const failures = shape.length > 0 ? shape : (lookUp.check?.(inputs) ?? []);
      response.setFailuresList(failures.map(checkFailure));
      if (failures.length === 0) response.setReturn(struct(lookUp.run(withDefaults(lookUp.inputs, inputs), context())));
      return response;
    }),
    cancel: handle(() => new Empty()),
  };
}

/** What nobody knows before creation, unless it is given. */
const unsettled = ({ inputs, outputs }: ResourceType): string[] => [
  ...outputs,
  ...Object.keys(inputs).filter((name) => inputs[name]?.computed),
];
const unknowns = (names: string[]): Properties => Object.fromEntries(names.map((name) => [name, unknown]));

/** What could have been asked for, so that it is this. */
const taken = ({ inputs }: ResourceType, now: Properties): Properties =>
  Object.fromEntries(Object.entries(now).filter(([name, value]) => name in inputs && value !== ""));

function differences(type: ResourceType, olds: Properties, news: Properties): Map<string, Difference> {
  const changes = compareFields(type.inputs, olds, news);
  type.compare?.(changes, olds, news);
  return changes;
}

/** Whether a path is another one, or leads on from it. */
const isAt = (path: string, other: string): boolean =>
  path.startsWith(other) && /^([.[]|$)/.test(path.slice(other.length));

function checked(inputs: Properties, failures: Failure[]): provider.CheckResponse {
  const response = new provider.CheckResponse();
  response.setInputs(struct(inputs));
  response.setFailuresList(failures.map(checkFailure));
  return response;
}

function checkFailure({ property, reason }: Failure): provider.CheckFailure {
  const failure = new provider.CheckFailure();
  failure.setProperty(property);
  failure.setReason(reason);
  return failure;
}

function changed(changes: Map<string, Difference>, type?: ResourceType, news: Properties = {}): provider.DiffResponse {
  const response = new provider.DiffResponse();
  const { DIFF_SOME, DIFF_NONE } = provider.DiffResponse.DiffChanges;
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = provider.PropertyDiff.Kind;
  const replacing = [...changes].filter(([, change]) => change.replaces).map(([path]) => path);
  response.setChanges(changes.size > 0 ? DIFF_SOME : DIFF_NONE);
  response.setDiffsList([...changes.keys()]);
  response.setReplacesList(replacing);
  response.setDeletebeforereplace(replacing.length > 0 && (type?.deleteBeforeReplace?.(news) ?? false));
  response.setHasdetaileddiff(true);
  for (const [path, { kind, replaces }] of changes) {
    const detail = new provider.PropertyDiff();
    const [plainKind, replaceKind] = {
      add: [ADD, ADD_REPLACE] as const,
      delete: [DELETE, DELETE_REPLACE] as const,
      update: [UPDATE, UPDATE_REPLACE] as const,
    }[kind];
    detail.setKind(replaces ? replaceKind : plainKind);
    detail.setInputdiff(true);
    response.getDetaileddiffMap().set(path, detail);
  }
  return response;
}
