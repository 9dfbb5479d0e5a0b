// SPDX-License-Identifier: Apache-2.0
import { delimiter, dirname, join } from "node:path";

import { diagnostics } from "../../components/ephemeral/engine-output";
import { plainWords } from "../progress/plain-words";
import { local } from "../shared/places";
import { Interrupted, type Report, run } from "../shared/subprocess";
import { ensurePlugins } from "./plugins";
import { ensurePulumiCli } from "./pulumi-cli";

/** The stack of `npm start`. */
export const stack = "start";
export const passphraseFile = join(local, "passphrase");
export const stateFolder = join(local, "state");

/** The CLI and what it needs around it. */
export interface Pulumi {
  /** For people: which CLI, and which plugins are not the official ones. */
  origin: string;
  /** Folders that come first on PATH. */
  path: string[];
  /** Without PATH. */
  env: Record<string, string>;
  /** Runs one command of the CLI on stack `start` and returns what it wrote. */
  run: (args: string[], report?: Report) => Promise<string>;
}

export async function ensurePulumi(report: Report): Promise<Pulumi> {
  const cli = await ensurePulumiCli(report);
  const { pathEntries, standIns } = await ensurePlugins(cli.path, report);
  // This Node comes before the machine's own, which may be too old for the SDK.
  const path = [join(local, "bin"), dirname(cli.path), ...pathEntries, dirname(process.execPath)];
  const env = {
    PULUMI_BACKEND_URL: `file://${stateFolder}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: passphraseFile,
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  const plugins = standIns.length > 0 ? `the laboratory's stand-ins for ${standIns.join(" and ")}` : "official plugins";
  return {
    origin: `CLI ${cli.version} (${cli.origin}), ${plugins}`,
    path,
    env,
    run: async (args, onLine = () => {}) => {
      const all = { ...env, PATH: [...path, process.env.PATH ?? ""].join(delimiter) };
      const flags = ["--non-interactive", "--color", "never"];
      const tell = (line: string) => {
        const words = plainWords(line);
        if (words !== undefined) onLine(words);
      };
      return run(cli.path, [...args, ...flags], tell, all).catch((error: unknown) => {
        if (error instanceof Interrupted || !(error instanceof Error)) throw error;
        throw new Error(diagnostics(error.message), { cause: error });
      });
    },
  };
}
