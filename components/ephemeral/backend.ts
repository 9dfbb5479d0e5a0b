// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { LocalWorkspace, type LocalWorkspaceOptions, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";

import { stateFolder } from "../state-folder";
import { reason } from "./engine-output";
import type { BackendOptions } from "./options";

/** The place of the state of throw-away stacks, and a folder that exists until this is closed. */
export class EphemeralBackend {
  readonly project: string;
  /** Removed when this is closed. */
  readonly scratch = mkdtempSync(join(shortFolder(), "ephemeral-"));

  private constructor(
    private readonly options: BackendOptions,
    private readonly pulumi: PulumiCommand,
  ) {
    this.project = options.project ?? "ephemeral";
  }

  static async open(options: BackendOptions): Promise<EphemeralBackend> {
    const pulumi = await PulumiCommand.get().catch((error: unknown) => {
      throw new Error("the Pulumi CLI is not on PATH; install it as https://www.pulumi.com/docs/install/ says", {
        cause: error,
      });
    });
    return new EphemeralBackend(options, pulumi);
  }

  /** Creates a stack, which must not exist yet. */
  async create(stackName: string, program: () => Promise<Record<string, unknown>>): Promise<Stack> {
    return LocalWorkspace.createStack({ stackName, projectName: this.project, program }, this.workspace());
  }

  /** Selects a stack that exists, to destroy what is in its state. */
  async select(stackName: string): Promise<Stack> {
    const program = () => Promise.resolve();
    return LocalWorkspace.selectStack({ stackName, projectName: this.project, program }, this.workspace());
  }

  async stackNames(): Promise<string[]> {
    const workspace = await LocalWorkspace.create(this.workspace());
    const stacks = await workspace.listStacks().catch((error: unknown) => {
      throw new Error(reason(error), { cause: error });
    });
    return stacks.map(({ name }) => name);
  }

  close(): void {
    rmSync(this.scratch, { recursive: true, force: true });
  }

  /** A folder for each, because two stacks that share one overwrite each other's project file. */
  private workspace(): LocalWorkspaceOptions {
    const { secretsProvider } = this.options;
    const backend = addressOf(this.options);
    const own = backend === "" ? ownFolder() : { url: backend, env: {} };
    return {
      workDir: mkdtempSync(join(this.scratch, "workspace-")),
      pulumiCommand: this.pulumi,
      projectSettings: { name: this.project, runtime: "nodejs", backend: { url: own.url } },
      // The address in the environment wins over that in the project.
      envVars: { ...own.env, PULUMI_BACKEND_URL: own.url, PULUMI_SKIP_UPDATE_CHECK: "true" },
      ...(secretsProvider !== undefined && { secretsProvider }),
    };
  }
}

/** Of the place of the state; empty where that is the folder of this computer. */
export const addressOf = ({ backend }: BackendOptions): string => backend ?? process.env.PULUMI_BACKEND_URL ?? "";

/**
 * Where a socket can lie: its path has at most 103 bytes on macOS, and 107 on Linux. Clients read it as an address, and
 * ssh has signs of its own in paths.
 */
function shortFolder(): string {
  const folder = resolve(tmpdir());
  return folder.length > 70 || /[^\w./+@-]/.test(folder) ? "/tmp" : folder;
}

/** The folder of this computer, with a passphrase of its own unless the environment has one. */
function ownFolder(): { url: string; env: Record<string, string> } {
  const folder = stateFolder("ephemeral-backend");
  const state = join(folder, "state");
  mkdirSync(state, { recursive: true, mode: 0o700 });
  const given = process.env.PULUMI_CONFIG_PASSPHRASE ?? process.env.PULUMI_CONFIG_PASSPHRASE_FILE;
  // Otherwise the engine keeps a second file for each, not in one piece: where it is killed in between, no stack can be read any more.
  const url = `file://${state}?metadata=skip`;
  return { url, env: given ? {} : { PULUMI_CONFIG_PASSPHRASE_FILE: passphraseFile(folder) } };
}

/** Where two processes make the file at once, both use the one that was there first. */
function passphraseFile(folder: string): string {
  const file = join(folder, "passphrase");
  if (existsSync(file)) return file;
  const mine = `${file}-${process.pid}`;
  writeFileSync(mine, randomBytes(24).toString("base64url"), { mode: 0o600 });
  try {
    linkSync(mine, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(mine);
  }
  return file;
}
