// SPDX-License-Identifier: Apache-2.0
import { loader } from "../loader";
import type { Limits } from "./probes";

/** The inputs of the local command that checks a host, except its stdin, which holds the order. */
export function checkCommand(host: string): CheckCommand {
  return {
    interpreter: ["node", "-e", loader("check")],
    // Never run, only shown: the engine quotes it where the command fails.
    create: `health check of docker host ${host}`,
    addPreviousOutputInEnv: false,
    // launch() shows the progress: what the provider shows would be repeated in each error.
    logging: "none",
  };
}

/** Seconds after which the provider would end the check, which ends by itself long before. */
export function commandTimeout({ total }: Pick<Limits, "total">): number {
  return total + 60;
}

interface CheckCommand {
  interpreter: string[];
  create: string;
  addPreviousOutputInEnv: boolean;
  logging: "none";
}
