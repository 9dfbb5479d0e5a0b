// SPDX-License-Identifier: Apache-2.0
import { CommandError, type Stack } from "@pulumi/pulumi/automation";

import execa from "execa";

import { configOf } from "../../components/bake/throw-away-stack";
import { connectionTo } from "../../components/ephemeral/access";
import type { EphemeralBackend } from "../../components/ephemeral/backend";
import { type EngineOptions, interruptible, type Say } from "../../components/ephemeral/engine";
import { reason } from "../../components/ephemeral/engine-output";
import { runOverSsh } from "../../components/ssh/run";
import type { HostOutputs } from "../start/environment";
import { cloudOf } from "./cloud";
import { autonaming, type Settings } from "./settings";
import type { RunOrder } from "./order";
import { project } from "./place";
import type { CaseStack, Result } from "./stack";

// `export =`, as Pulumi wants a program.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const main = require("../../stacks") as () => Record<string, unknown>;

/** For a command on the host, of which none does much. */
const sshMinutes = 5;

/** A stack of a run, in the account: the project's own program, by settings. */
export class RunStack implements CaseStack {
  private constructor(
    private readonly stack: Stack,
    private readonly order: RunOrder,
    private readonly settings: Settings,
    private readonly say: Say,
    private readonly ending: AbortSignal,
  ) {}

  static async create(
    backend: EphemeralBackend,
    name: string,
    order: RunOrder,
    settings: Settings,
    { say, ending }: { say: Say; ending: AbortSignal },
  ): Promise<RunStack> {
    const stack = await backend.create(name, () => Promise.resolve(main()));
    // The hosts of other parts have the prefix in their own names.
    if (settings.swarm !== undefined) await stack.setAllConfig(autonaming(order.prefix), true);
    await stack.setAllConfig(configOf(order));
    return new RunStack(stack, order, settings, say, ending);
  }

  set(value: unknown, ...path: string[]): void {
    let map = this.settings[this.order.target] as Settings;
    for (const step of path.slice(0, -1)) {
      map[step] ??= {};
      map = map[step] as Settings;
    }
    const last = path.at(-1) ?? "";
    if (value === undefined) Reflect.deleteProperty(map, last);
    else map[last] = value;
  }

  preview(): Promise<Result> {
    // Its lines look as if something were done.
    return this.result(
      (options) => this.stack.preview(options),
      () => {},
    );
  }

  up(): Promise<Result> {
    return this.result((options) => this.stack.up({ ...options, suppressOutputs: true }));
  }

  unchangedBy(command: "up" | "refresh"): Promise<Result> {
    return this.result((options) => this.stack[command]({ ...options, expectNoChanges: true }));
  }

  refresh(): Promise<Result> {
    return this.result((options) => this.stack.refresh(options));
  }

  /** It is not interrupted: what comes after that is the same again. */
  destroy(): Promise<Result> {
    return this.result(({ onOutput, color }) => this.stack.destroy({ onOutput, color }));
  }

  async outputs<T = HostOutputs>(): Promise<T> {
    const outputs = await this.stack.outputs();
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value as unknown])) as T;
  }

  async state(): Promise<string> {
    return exported(this.stack);
  }

  async machines(): Promise<string[]> {
    return (await resourcesOf(this.stack))
      .filter(({ type }) => type === cloudOf(this.order.target).machine)
      .map(({ id }) => id);
  }

  async ssh(command: string): Promise<Result> {
    const host = connectionTo(await this.outputs());
    const signal = AbortSignal.any([this.ending, AbortSignal.timeout(sshMinutes * 60_000)]);
    const { status = null, stdout, stderr } = await runOverSsh(host, { command }, signal);
    return { status, output: stdout + stderr };
  }

  private async result(operation: (options: EngineOptions) => Promise<unknown>, say = this.say): Promise<Result> {
    await this.stack.setAllConfig(asConfig(this.settings));
    let output = "";
    try {
      await interruptible(say, this.ending, ({ onOutput, ...options }) =>
        operation({
          ...options,
          onOutput: (text) => {
            output += text;
            onOutput(text);
          },
        }),
      );
      return { status: 0, output };
    } catch (error) {
      // The error of a command holds all that it has said.
      if (error instanceof CommandError) return { status: 1, output: `${output}\n${reason(error)}` };
      return { status: 1, output: error instanceof Error ? error.message : String(error) };
    }
  }
}

/** The Automation API's own export has all secrets in plain text. */
async function exported({ name, workspace }: Stack): Promise<string> {
  const { pulumiCommand, workDir: cwd, envVars: env } = workspace;
  return (await execa(pulumiCommand.command, ["stack", "export", "--stack", name], { cwd, env })).stdout;
}

/** What the state of a stack has, of what exists outside of it. */
export async function resourcesOf(stack: Stack): Promise<{ type: string; id: string }[]> {
  const { deployment } = JSON.parse(await exported(stack)) as {
    deployment: { resources?: { type: string; id?: string }[] };
  };
  return (deployment.resources ?? []).flatMap(({ type, id }) => (id === undefined ? [] : [{ type, id }]));
}

/** As a file of settings has it: maps are JSON, in strings. */
function asConfig(settings: Settings) {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      `${project}:${key}`,
      { value: typeof value === "string" ? value : JSON.stringify(value) },
    ]),
  );
}
