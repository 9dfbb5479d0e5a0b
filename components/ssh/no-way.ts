// SPDX-License-Identifier: Apache-2.0
// Failures on the way to the host's port.
import { refusal, silence, SshFailure } from "./failure";
import { closedPort } from "./no-login";

const console = "look at the machine's console";

export function wrongInput(path: string, problem: string): SshFailure {
  return new SshFailure("input", `${path} ${problem}`, `correct ${path}`);
}

/** Why TCP does not connect. */
export function tcpFailure(error: NodeJS.ErrnoException, where: string): SshFailure {
  switch (error.code) {
    case "ECONNREFUSED":
      return silence(
        `connection refused: ${where} answers, and nothing listens on the port`,
        `the boot is still at work (raise limits.ssh), sshd is down or listens on another port, or the image is wrong (one in FIPS mode needs keyType "ecdsa"); ${console}`,
      );
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return refusal(
        "the host's name cannot be resolved",
        "correct connection.host, or look at this computer's name servers",
      );
    case "EACCES":
    case "EPERM":
      return refusal(
        `this computer forbids the connection to ${where} (${error.code})`,
        "look at its firewall's outgoing rules, and at those of the container or sandbox that this program runs in",
      );
    case "EINVAL":
    case "EADDRNOTAVAIL":
      return refusal(
        `this computer has no way to ${where} (${error.code})`,
        "look at `ip route get` with the host's address: the route is a blackhole, or there is no address of its kind here",
      );
    case "ECONNRESET":
      return closedPort();
    default:
      return noAnswer(where);
  }
}

export function noAnswer(where: string): SshFailure {
  return silence(
    `the host cannot be reached: no answer from ${where}`,
    `no firewall or security group rule for this computer's address, no public address, NAT or route, an address that is not associated yet, or the machine is stopped, hangs or has a kernel panic; ${console}`,
  );
}

/** SSH's numbers of the reasons why a channel is not opened: RFC 4254, 5.1. */
export const [prohibited, unknownChannel] = [1, 3];

/** Why a bastion does not lead on. Its message tells a closed port from an unknown name. */
export function channelFailure(error: Error & { reason?: number | string }, where: string): SshFailure {
  const words = error.message.replace("(SSH) Channel open failure: ", "").trim() || "it does not say why";
  if (error.reason === prohibited || error.reason === unknownChannel) {
    return refusal(
      `the bastion does not lead on to ${where}: ${words}`,
      "allow it in the bastion's sshd_config: AllowTcpForwarding, PermitOpen and DisableForwarding, and restrictions before the key in its authorized_keys",
    );
  }
  if (/refused/i.test(words)) return tcpFailure({ code: "ECONNREFUSED" } as NodeJS.ErrnoException, where);
  if (/not known|resolv|no address/i.test(words)) {
    return refusal(
      `the bastion cannot resolve the name of ${where}: ${words}`,
      "connection.host is looked up on the bastion; give the address",
    );
  }
  return silence(
    `the bastion does not get through to ${where}: ${words}`,
    `the host's firewall or security group must let the bastion in, and the host must run; ${console}`,
  );
}
