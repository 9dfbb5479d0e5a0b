// SPDX-License-Identifier: Apache-2.0
// Why a host, where we are logged in, does not lead on to what listens there.
import { refusal, type SshFailure } from "./failure";
import { brokenSession } from "./no-login";
import { prohibited, unknownChannel } from "./no-way";

export const noStream = (what: string) => () => brokenSession(`the host does not open a stream to ${what}`);

export function streamFailure(error: Error & { reason?: number | string }, what: string): SshFailure {
  if (error.reason === undefined || error.reason === "") return noStream(what)();
  const words = error.message.replace("(SSH) Channel open failure: ", "").trim() || "it does not say why";
  const isForbidden = error.reason === prohibited || error.reason === unknownChannel;
  return refusal(
    `the host does not lead on to ${what}: ${words}`,
    isForbidden
      ? "allow it in the host's sshd_config: AllowStreamLocalForwarding, AllowTcpForwarding, PermitOpen and DisableForwarding"
      : "nothing listens there, or the user may not use it (group docker)",
  );
}
