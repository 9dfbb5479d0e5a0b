// SPDX-License-Identifier: Apache-2.0
import type { Connection } from "./connection";
import { dial, type Session } from "./dial";
import { type Ended, type RemoteCommand, runInSession, runOverSsh } from "./run";

/**
 * Runs commands on hosts, and logs in to each once for all that come one after another: a login takes several times as long as a
 * short command. What runs at the same time on a host has a login of its own.
 */
export class KeptLogins {
  private readonly idle = new Map<Connection, Set<Session>>();

  /** @throws SshFailure as `runOverSsh` does */
  readonly run = async (connection: Connection, remote: RemoteCommand, signal: AbortSignal): Promise<Ended> => {
    // Bastions take so many connections and no more, and a command is a process of this computer.
    if (connection.proxy ?? connection.proxyCommand) return runOverSsh(connection, remote, signal);
    const idle = this.idleOn(connection);
    const [kept] = idle;
    const session = kept ?? (await login(connection, signal, idle));
    idle.delete(session);
    try {
      const ended = await runInSession(session, remote, signal);
      idle.add(session);
      return ended;
    } catch (error) {
      session.close();
      throw error;
    }
  };

  /** Hangs up on all hosts. */
  close(): void {
    for (const session of [...this.idle.values()].flatMap((idle) => [...idle])) session.close();
  }

  private idleOn(connection: Connection): Set<Session> {
    const idle = this.idle.get(connection) ?? new Set();
    this.idle.set(connection, idle);
    return idle;
  }
}

async function login(connection: Connection, signal: AbortSignal, idle: Set<Session>): Promise<Session> {
  const session = await dial(connection, signal);
  session.client.once("close", () => idle.delete(session));
  return session;
}
