// SPDX-License-Identifier: Apache-2.0
import type { NodeOrder } from "./order";

/** How a script on a member ended. */
export interface Answer {
  status: number | undefined;
  stdout: string;
  stderr: string;
}

/**
 * Runs a script as root on a member, for so many seconds at most. What the script reads comes after it: nothing of it is in
 * the arguments of a process.
 *
 * @throws SshFailure where the member cannot be asked
 */
export type AskMember = (node: NodeOrder, script: string, seconds: number) => Promise<Answer>;
