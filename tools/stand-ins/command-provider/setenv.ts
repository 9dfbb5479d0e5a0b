// SPDX-License-Identifier: Apache-2.0
import type { Client } from "ssh2";

type Answer = (failed: boolean) => void;

/** The parts of ssh2 that its types do not show. */
interface Internals {
  _protocol: {
    env: (channel: number, key: string, value: string, wantReply: boolean) => void;
    exec: (channel: number, command: string, wantReply: boolean) => void;
  };
  _chanMgr: { get: (channel: number) => { _callbacks: Answer[] } };
}

/**
 * ssh2 sends variables without asking whether the server takes them. The original asks, so a refusal can be seen and the
 * command is not started. The client must be new: its first channel is the one that the command will get.
 */
export function askForEnvironment(
  client: Client,
  onRefused: (name: string) => Error | undefined,
  onStop: (error: Error) => void,
): void {
  const { _protocol: protocol, _chanMgr: channels } = client as unknown as Internals;
  const { env, exec } = protocol;
  const refusals: Promise<Error | undefined>[] = [];
  protocol.env = (channel, key, value) => {
    const answer = new Promise<boolean>((resolve) => channels.get(0)._callbacks.push(resolve));
    refusals.push(answer.then((failed) => (failed ? onRefused(key) : undefined)));
    env.call(protocol, channel, key, value, true);
  };
  protocol.exec = (channel, command, wantReply) => {
    // Answers come in the order of the requests, so ours are in before that of the command.
    void Promise.all(refusals).then((answers) => {
      const refused = answers.find((answer) => answer !== undefined);
      if (refused) onStop(refused);
      else exec.call(protocol, channel, command, wantReply);
    });
  };
}
