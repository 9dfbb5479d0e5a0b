// SPDX-License-Identifier: Apache-2.0
// Runs component code against Pulumi's mocks and keeps what the engine would have been asked: the mocks alone show
// neither parents nor options.
import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceOutputsRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";

/** Property values; a secret is `{ secret: value }`, and what is not known yet is {@link unknown}. */
export type Properties = Record<string, unknown>;

export const unknown = "(not known yet)";

/** What one resource was registered with; the lists hold names, in the order of the alphabet. */
export interface Registration {
  type: string;
  name: string;
  inputs: Properties;
  parent: string | undefined;
  dependencies: string[];
  deletedWith: string | undefined;
  ignoreChanges: string[];
  replaceOnChanges: string[];
  deleteBeforeReplace: boolean;
  /** Absent where it is not. */
  protect?: true;
  /** Absent where it goes with its stack. */
  retainOnDelete?: true;
  /** Absent where the resource has none. */
  replacementTrigger?: unknown;
  customTimeouts: { create?: string; update?: string; delete?: string };
  additionalSecretOutputs: string[];
}

/** A provider's outputs for a resource, beside its inputs, and its id where that has a form; throw to make it fail. */
export type Answer = (registered: Registration) => Properties | Promise<Properties>;
/** A provider's answer to a question; throw to make it fail. */
export type Reply = (question: pulumi.runtime.MockCallArgs) => Properties | Promise<Properties>;

// eslint-disable-next-line @typescript-eslint/unbound-method -- called with the monitor as `this` below
const { registerResource, registerResourceOutputs } = MockMonitor.prototype;

export class RecordedProgram {
  readonly registrations: Registration[] = [];
  private readonly outputs = new Map<string, Properties>();
  private readonly waiting = new Map<string, () => void>();

  /** One at a time: the mocks are a global setting. */
  static async start(
    answer: Answer,
    { preview = false, call = () => ({}) }: { preview?: boolean; call?: Reply } = {},
  ): Promise<RecordedProgram> {
    const program = new RecordedProgram();
    MockMonitor.prototype.registerResource = function (request: RegisterResourceRequest, reply) {
      program.registrations.push(registration(request));
      return registerResource.call(this, request, reply);
    };
    MockMonitor.prototype.registerResourceOutputs = function (request: RegisterResourceOutputsRequest, reply) {
      const values = marked(request.getOutputs()?.toJavaScript());
      program.outputs.set(request.getUrn(), values as Properties);
      program.waiting.get(request.getUrn())?.();
      registerResourceOutputs.call(this, request, reply);
    };
    const newResource = async ({ type, name, inputs }: pulumi.runtime.MockResourceArgs) => {
      const given = inputs as Properties;
      // The engine itself gives back what a Stash was first given.
      const state = { ...given, ...(type === "pulumi:index:Stash" && { output: given.input }) };
      const { id = `${name}-id`, ...own } = await answer(program.find(name));
      return { id: id as string, state: { ...state, ...own } };
    };
    await pulumi.runtime.setMocks({ newResource, call }, "project", "stack", preview);
    return program;
  }

  /** What a component has handed to `registerOutputs`, which comes after all of its children. */
  async outputsOf(component: pulumi.ComponentResource): Promise<Properties> {
    const urn = await new Promise<string>((resolve) => component.urn.apply(resolve));
    if (!this.outputs.has(urn)) await new Promise<void>((resolve) => this.waiting.set(urn, resolve));
    return this.outputs.get(urn) ?? {};
  }

  /** The one resource of that name. */
  find(name: string): Registration {
    const [found, ...more] = this.registrations.filter((registered) => registered.name === name);
    if (!found || more.length > 0) throw new Error(`${more.length + (found ? 1 : 0)} resources are called ${name}`);
    return found;
  }
}

function registration(request: RegisterResourceRequest): Registration {
  const timeouts = request.getCustomtimeouts();
  const trigger = request.getReplacementTrigger();
  return {
    type: request.getType(),
    name: request.getName(),
    inputs: marked(request.getObject()?.toJavaScript()) as Properties,
    parent: nameOf(request.getParent()),
    dependencies: request
      .getDependenciesList()
      .map((urn) => urn.replace(/.*::/, ""))
      .sort(),
    deletedWith: nameOf(request.getDeletedwith()),
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    deleteBeforeReplace: request.getDeletebeforereplace(),
    ...(request.getProtect() && { protect: true }),
    ...(request.getRetainondelete() && { retainOnDelete: true }),
    ...(trigger && { replacementTrigger: marked(trigger.toJavaScript()) }),
    customTimeouts: {
      ...(timeouts?.getCreate() && { create: timeouts.getCreate() }),
      ...(timeouts?.getUpdate() && { update: timeouts.getUpdate() }),
      ...(timeouts?.getDelete() && { delete: timeouts.getDelete() }),
    },
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
  };
}

function nameOf(urn: string): string | undefined {
  return urn === "" ? undefined : urn.replace(/.*::/, "");
}

// How a secret and an unknown value are written on the wire.
const signature = "4dabf18193072939515e22adb298388d";
const unknownMark = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Values from the wire with secrets as `{ secret: value }`. */
function marked(value: unknown): unknown {
  if (value === unknownMark) return unknown;
  if (Array.isArray(value)) return value.map(marked);
  if (typeof value !== "object" || value === null) return value;
  if (signature in value) return { secret: marked((value as { value?: unknown }).value) };
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, marked(entry)]));
}

/** Every text in a value, those inside secrets left out. */
export function publicTexts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || "secret" in value) return [];
  return Object.values(value).flatMap(publicTexts);
}
