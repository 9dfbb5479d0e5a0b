// SPDX-License-Identifier: Apache-2.0
// Resources of a program, made by a cloud's stand-in, and what later updates of the same program would change of them.
import { isMap } from "../../cloud-init/validate/kind";
import type { CloudUnderTest } from "../lab/cloud/under-test";
import type { Properties, Registration } from "./recorded-program";

interface Made {
  type: string;
  name: string;
  id: string;
  inputs: Properties;
  state: Properties;
  ignoreChanges: string[];
}

export class MadeInCloud {
  private readonly made: Made[] = [];

  constructor(private readonly cloud: CloudUnderTest) {}

  /** The cloud's answer to what a program registers. */
  async create({ type, name, inputs, ignoreChanges }: Registration): Promise<Properties> {
    const kept = await this.cloud.accepted(type, this.asGiven(inputs) as Properties);
    const { id, state } = await this.cloud.create(type, kept);
    this.made.push({ type, name, id, inputs: kept, state, ignoreChanges });
    return state;
  }

  /** The cloud's own id of a resource. */
  idOf(wanted: string): string {
    return this.made.find(({ name }) => name === wanted)?.id ?? "";
  }

  /** What the next update changes, and what one changes after a refresh; in front of what replaces, there is a `+`. */
  async laterChanges(): Promise<string[]> {
    const changes: string[] = [];
    for (const { type, name, id, inputs, state, ignoreChanges } of this.made) {
      const next = await this.cloud.diff(type, inputs, inputs, { state, ignoreChanges });
      const now = await this.cloud.read(type, id, state, inputs);
      const refreshed = await this.cloud.diff(type, now.inputs, inputs, { state: now.state, ignoreChanges });
      changes.push(...new Set([...next.paths, ...refreshed.paths].map((path) => `${name} ${path}`)));
    }
    return changes.sort();
  }

  /** Without what marks secrets, and with the cloud's own ids in place of those of the mocks. */
  private asGiven(value: unknown): unknown {
    if (typeof value === "string") return this.made.find(({ name }) => value === `${name}-id`)?.id ?? value;
    if (Array.isArray(value)) return value.map((item) => this.asGiven(item));
    if (!isMap(value)) return value;
    if ("secret" in value) return this.asGiven(value.secret);
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, this.asGiven(member)]));
  }
}
