// SPDX-License-Identifier: Apache-2.0
import { defaultLimits } from "./probes";

/** Why the host could not be asked, in words for the person who has to mend it. */
export interface SshFailure {
  cause: string;
  hint: string;
  /**
   * `silence`: nothing answers yet. `login`: nobody was let in yet. `session`: the connection broke while the probes ran.
   * `input`: the arguments are wrong.
   */
  kind: "silence" | "login" | "session" | "input";
}

interface Known extends SshFailure {
  /** The words of the command provider and of Go's SSH library. */
  pattern: RegExp;
}

/** The first that fits. */
const known: Known[] = [
  {
    pattern: /host key mismatch|no common algorithm for host key/,
    cause: "the host key is not the one that was expected",
    hint: "the machine was replaced outside Pulumi, another machine answers on this address and port, or (Google Cloud) guest attributes are disabled; compare with `ssh-keyscan`, and correct connection.hostKey only if the machine is the right one",
    kind: "login",
  },
  {
    pattern: /unable to authenticate|no supported methods remain/,
    cause: "the host refused the login",
    hint: "wrong user name (Rocky Linux images have `rocky`), wrong private key, OS Login is on, or the user is not created yet; try the same login with `ssh -v`",
    kind: "login",
  },
  {
    pattern: /connection refused/,
    cause: "connection refused: the machine runs, and nothing listens on the port",
    hint: "the boot is still at work (raise limits.ssh), sshd is down or listens on another port, or the image is wrong; look at the machine's console",
    kind: "silence",
  },
  {
    pattern: /no such host|server misbehaving/,
    cause: "the host's name cannot be resolved",
    hint: "correct connection.host, or look at this computer's name servers",
    kind: "login",
  },
  {
    pattern: /i\/o timeout|no route to host|network is unreachable|connection timed out|deadline exceeded/,
    cause: "the host cannot be reached: no answer on the port",
    hint: "no firewall or security group rule for this computer's address, no public address, NAT or route, an address that is not associated yet, or the machine is stopped, hangs or has a kernel panic; look at the machine's console",
    kind: "silence",
  },
  {
    pattern: /no key found|passphrase protected|decryption password incorrect|failed to parse host key|dial unix/,
    cause: "the connection's key cannot be used",
    hint: "connection.privateKey is a private key in PEM or OpenSSH form, connection.hostKey a line like `ssh-ed25519 AAAA...`; a stale SSH_AUTH_SOCK has to be unset",
    kind: "input",
  },
  {
    pattern: /handshake failed|failed attempts/,
    cause: "the SSH handshake breaks off",
    hint: "sshd is only just starting or stopping, or something else than SSH answers on the port; look at the machine's console",
    kind: "login",
  },
  {
    pattern: /without exit status|connection reset|broken pipe|unexpected packet|\bEOF\b|lost connection/,
    cause: "the connection broke",
    hint: "the machine restarted or stopped while it was checked, or sshd was restarted; look at the machine's console",
    kind: "session",
  },
];

/** What a provider's error says of the connection; undefined where the probes themselves failed, which speak for themselves. */
export function sshFailure(error: string): SshFailure | undefined {
  // What a command printed comes after its own status.
  if (/Process exited with status \d/.test(error)) return undefined;
  const [reason = ""] = error.split(": running ");
  const found = known.find(({ pattern }) => pattern.test(reason));
  return found && { cause: found.cause, hint: found.hint, kind: found.kind };
}

/** Where the check stands after a failed try. */
export interface Verdict {
  retry: boolean;
  /** What to tell the user where it is over. */
  message?: string;
}

/**
 * Whether another try can help: a login until the limit for it, a broken connection until the limit for everything.
 * The errors are those of all tries, the newest first.
 */
export function judge(
  host: string,
  errors: string[],
  seconds: number,
  limits = defaultLimits,
  unreachableHint?: string,
): Verdict {
  // Where the time of a try is over, the provider does not say what it waited for; an earlier try may have.
  const telling = errors.find((error) => !error.includes("deadline exceeded")) ?? errors[0] ?? "";
  const failure = sshFailure(telling);
  if (!failure) return { retry: false };
  if (failure.kind === "silence" && unreachableHint) failure.hint = `${unreachableHint}; ${failure.hint}`;
  if (failure.kind === "input") return { retry: false, message: text(host, failure, seconds) };
  // A host that has let us in before and was restarted since has the limit for everything to come back.
  const knew = errors.some((error) => sshFailure(error)?.kind === "session");
  // It ends with that try whose end is nearest to the limit.
  const halfTry = seconds / errors.length / 2;
  const retry = knew ? seconds < limits.total : seconds + halfTry < limits.ssh;
  return retry ? { retry } : { retry, message: text(host, failure, seconds) };
}

function text(host: string, { cause, hint }: SshFailure, seconds: number): string {
  return `docker host ${JSON.stringify(host)}: stage ssh failed after ${Math.round(seconds)} s: ${cause}\nhint: ${hint}`;
}

/**
 * Failed dials in one try of the provider, which waits 0.1 s, growing by half to 5 s, in between. A try takes a quarter
 * of the limit, and two seconds at least, where the answer comes at once: the engine warns at each new one, and an
 * ordinary boot should be over before.
 */
export function dialsPerTry({ ssh }: { ssh: number }): number {
  const wanted = Math.max(2, ssh / 4);
  let dials = 0;
  for (let waited = 0; waited < wanted; dials++) waited += Math.min(0.1 * 1.5 ** dials, 5);
  return dials;
}

/**
 * Seconds after which the provider breaks off one try without saying why, so that they leave room for slow handshakes:
 * whether it is over is decided between tries.
 */
export function secondsPerTry({ ssh }: { ssh: number }): number {
  return Math.max(ssh, 60);
}
