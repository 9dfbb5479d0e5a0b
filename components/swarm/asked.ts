// SPDX-License-Identifier: Apache-2.0
import { SshFailure } from "../ssh/failure";
import type { Answer, AskMember } from "./ask";
import { explained } from "./explain";
import type { NodeOrder } from "./order";

/**
 * Runs a script on a member, which has to end well.
 *
 * @throws SwarmError of this stage where the script fails, of `ssh` where the member cannot be asked
 */
export async function asked(
  ask: AskMember,
  node: NodeOrder,
  stage: string,
  script: string,
  seconds: number,
): Promise<Answer> {
  try {
    const answer = await ask(node, script, seconds);
    if (answer.status === 0) return answer;
    throw explained(stage, node, answer);
  } catch (error) {
    throw error instanceof SshFailure ? explained("ssh", node, error) : error;
  }
}
