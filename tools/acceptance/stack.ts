// SPDX-License-Identifier: Apache-2.0
// What a case of the acceptance run sees of a stack. test/e2e has the CLI and a laboratory's cloud behind it, `npm run test:cloud`
// somebody's own account.
import type { HostOutputs } from "../start/environment";

/** How a command ended: 0 where it went well, and what it said. */
export interface Result {
  status: number | null;
  output: string;
}

/** A stack of this project, by whose settings its program makes hosts, an image or a swarm. */
export interface CaseStack {
  /** Sets an argument of the component, by its path; `undefined` takes it out. */
  set(value: unknown, ...path: string[]): void;
  preview(): Promise<Result>;
  up(): Promise<Result>;
  /** Fails where the command would change anything. */
  unchangedBy(command: "up" | "refresh"): Promise<Result>;
  refresh(): Promise<Result>;
  destroy(): Promise<Result>;
  outputs(): Promise<HostOutputs>;
  /** The whole deployment, as somebody sees it who has the backend and not the passphrase. */
  state(): Promise<string>;
  /** Ids of the machines in the state. */
  machines(): Promise<string[]>;
  /** A command on the host, by the stack's outputs and nothing else. */
  ssh(command: string): Promise<Result>;
}

/** Seen in passing, for the page of results. */
export type Facts = Record<string, string>;
