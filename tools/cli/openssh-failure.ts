// SPDX-License-Identifier: Apache-2.0
import { firstLine, refusal, silence, type SshFailure } from "../../components/ssh/failure";
import { brokenSession } from "../../components/ssh/no-login";
import { sshArguments, type SshTarget } from "./ssh-target";

interface Sentence {
  pattern: RegExp;
  make: typeof refusal;
  /** Shown in place of ssh's own message. */
  words?: string;
  hint: (byHand: string, target: SshTarget) => string;
}

/** What OpenSSH says before it ends with status 255, the most telling first. */
const sentences: Sentence[] = [
  {
    pattern: /REMOTE HOST IDENTIFICATION HAS CHANGED/,
    words: "the host has another key than known_hosts says",
    make: refusal,
    hint: (byHand, { host, port }) =>
      `another machine answers there, or it was set up anew; if that is right, remove the old key with \`ssh-keygen -R ${port === undefined ? host : `'[${host}]:${port}'`}\` and log in once with \`${byHand}\``,
  },
  {
    pattern: /Host key verification failed|No \S+ host key is known/,
    make: refusal,
    hint: (byHand) =>
      `the host is not in known_hosts: log in once with \`${byHand}\` and compare the fingerprint before you accept it`,
  },
  {
    pattern: /Permission denied/,
    make: refusal,
    hint: (byHand) =>
      `\`${byHand} true\` must work and ask for nothing: correct the user, put the key into the agent with \`ssh-add\`, or name it with IdentityFile in ~/.ssh/config`,
  },
  {
    pattern: /Too many authentication failures/,
    make: refusal,
    hint: () => "the agent holds many keys: name the right one with IdentityFile and IdentitiesOnly in ~/.ssh/config",
  },
  {
    pattern: /Could not resolve hostname/,
    make: refusal,
    hint: () => "correct the name, or give it a HostName in ~/.ssh/config",
  },
  {
    pattern: /[Bb]ad configuration option|Bad owner or permissions|terminating, \d+ bad/,
    make: refusal,
    hint: () => "correct the file that ssh names; `ssh -G HOST` reads it again",
  },
  {
    pattern: /Connection refused/,
    make: silence,
    hint: () => "the machine still boots, sshd is down, or it listens on another port",
  },
  {
    pattern: /timed out|Timeout/i,
    make: silence,
    hint: () => "look whether the machine runs, and for a firewall or security group rule for this computer's address",
  },
  {
    pattern: /No route to host|Network is unreachable/,
    make: silence,
    hint: () => "look at this computer's network and at the address; a private one needs ProxyJump in ~/.ssh/config",
  },
  {
    pattern: /Connection (closed|reset)|kex_exchange_identification/,
    make: silence,
    hint: () =>
      "sshd is only just starting or stopping, or refuses this computer (MaxStartups, PerSourcePenalties, fail2ban)",
  },
];

/** Why the `ssh` command did not get in, by what it said. */
export function openSshFailure(said: string, target: SshTarget): SshFailure {
  const byHand = ["ssh", ...sshArguments(target)].join(" ");
  const lines = said.split("\n").filter((line) => firstLine(line) !== "");
  // These lines come only after a login.
  const lost = lines.find((line) => /client_loop: |closed by remote host/.test(line));
  if (lost !== undefined) return brokenSession(firstLine(lost));
  for (const { pattern, make, words, hint } of sentences) {
    const line = lines.filter((one) => pattern.test(one)).at(-1);
    if (line === undefined) continue;
    return make(words ?? firstLine(line), hint(byHand, target));
  }
  const last = firstLine(lines.at(-1) ?? "");
  return refusal(`ssh ended with status 255${last && `: ${last}`}`, `look at what \`${byHand} -v\` says`);
}

export const noSsh = () =>
  refusal(
    "there is no ssh command on this computer",
    "install OpenSSH's client: the package is openssh-clients or openssh-client",
  );
