// SPDX-License-Identifier: Apache-2.0
// Failures of a login on an open port, and of a session after it.
import { refusal, silence, SshFailure } from "./failure";

const console = "look at the machine's console";

/** Connected, and then the server says nothing. */
export function silentPort(): SshFailure {
  return silence(
    "the port accepts connections, but no SSH server speaks on it",
    `the machine hangs, has a kernel panic or is switched off behind something that accepts for it (QEMU, a tunnel, a load balancer, a bastion), or the port is not that of SSH; ${console}`,
  );
}

export function closedPort(): SshFailure {
  return silence(
    "the port accepts connections and closes them before an SSH server has spoken",
    `sshd is only just starting or stopping, has too many connections (MaxStartups) or refuses this computer's address, or what accepts for the machine has none behind it; ${console}`,
  );
}

export function notSsh(said: string): SshFailure {
  return refusal(
    `something else than SSH answers on the port: ${JSON.stringify(said)}`,
    "correct connection.port and connection.host",
  );
}

/** sshd listens, and to this computer not for now. */
class TurnedAway extends SshFailure {
  override atBastion(bastion: string): SshFailure {
    return new TurnedAway(this.kind, this.reason, this.hint, bastion);
  }
}

/** What sshd says in place of its version to whom it does not listen for now, and what to do. */
const turnsAway = new Map([
  [
    // OpenSSH 9.8 and newer; sshd_config(5), PerSourcePenalties.
    "Not allowed at this time",
    "too many logins from this computer's address were refused or broke off (PerSourcePenalties); it passes by itself, with sshd's defaults within ten minutes; find what tries them, such as a program with an old key",
  ],
  [
    "Exceeded MaxStartups",
    "too many connections wait for their login at the same time; it passes by itself; raise sshMaxStartups where it comes again",
  ],
]);

export function turnedAway(said: string): SshFailure | undefined {
  const hint = turnsAway.get(said);
  return hint === undefined
    ? undefined
    : new TurnedAway("refusal", `sshd takes no connection from this computer for now: ${JSON.stringify(said)}`, hint);
}

/** What is told of two tries in a row: whoever is turned away after refusals is told what was refused. */
export const moreTelling = (before: SshFailure | undefined, now: SshFailure): SshFailure =>
  now instanceof TurnedAway && before?.kind === "refusal" ? before : now;

export function handshakeStalls(banner: string): SshFailure {
  return silence(
    `the SSH handshake stands still; the server is ${banner}`,
    `the machine is overloaded or hangs, or large packets are lost on the way (MTU); ${console}`,
  );
}

export function handshakeBroken(banner: string, words: string): SshFailure {
  return refusal(
    `the SSH handshake breaks off; the server is ${banner}${words && `: ${words}`}`,
    `sshd is only just starting or stopping, or it has nothing in common with this client; ${console}`,
  );
}

/** The host, and no bastion before it, has another key than the one that is pinned. */
export class OtherHostKey extends SshFailure {}

export function otherHostKey(shown: string, expected: string): SshFailure {
  return new OtherHostKey(
    "refusal",
    `the host key is not the one that was expected: the host has ${shown}, expected ${expected}`,
    "the machine was replaced outside Pulumi, another machine answers on this address and port, or cloud-init has not put the machine's key in its place; compare with `ssh-keyscan`, and correct connection.hostKey only if the machine is the right one",
  );
}

/** The handshake ends because the host has no key of the kind that is pinned. */
export function otherKindOfHostKey(type: string, expected: string): SshFailure {
  const { kind, reason, hint } = otherHostKey(`no key of type ${type}`, expected);
  return new SshFailure(kind, reason, type === "ssh-ed25519" ? `${fips}; otherwise: ${hint}` : hint);
}

const fips = `an image in FIPS mode takes no ed25519 keys: set keyType to "ecdsa"`;

/** What was seen of a login. */
export interface LoginSeen {
  user: string;
  /** The type of the key that the login has. */
  keyType?: string | undefined;
  /** Ways to log in that were tried, and those that the server takes. */
  tried: string[];
  offered: string[];
  /** What the server showed before the login. */
  notice: string;
}

export function refusedLogin({ user, keyType, tried, offered, notice }: LoginSeen): SshFailure {
  const ways = tried.length > 0 ? `tried ${tried.join(", ")}` : "nothing was tried";
  const takes = offered.length > 0 ? `the server takes ${offered.join(", ")}` : "the server takes nothing more";
  return refusal(
    `the host refused the login of ${user}: ${ways}; ${takes}${notice && `; it says ${JSON.stringify(notice)}`}`,
    `wrong user name (Rocky Linux images have \`rocky\`), wrong private key, OS Login is on, or the user is not created yet; ${keyType === "ssh-ed25519" ? `${fips}, or give an sshKey of that kind; ` : ""}try the same login with \`ssh -v\``,
  );
}

export function loginStalls({ user, notice }: LoginSeen): SshFailure {
  return silence(
    `the login of ${user} is neither accepted nor refused${notice && `; the server says ${JSON.stringify(notice)}`}`,
    `the machine is overloaded or hangs, or something that sshd asks does not answer (PAM, a directory, AuthorizedKeysCommand); ${console}`,
  );
}

export function loginBroken({ user, tried }: LoginSeen): SshFailure {
  return refusal(
    `the server ends the connection during the login of ${user}, after ${tried.join(", ") || "no try"}`,
    `too many keys were tried (an agent with many of them; MaxAuthTries), the user may not log in (AllowUsers), or the machine restarts; ${console}`,
  );
}

const session = (reason: string) =>
  new SshFailure(
    "session",
    reason,
    `the machine restarted, stopped or hangs since the login, sshd was restarted, or the network was cut; ${console}`,
  );

export const noChannel = () => session("the login was accepted, but no command starts");
export const brokenSession = (words: string) => session(`the connection broke${words && `: ${words}`}`);
