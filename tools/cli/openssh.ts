// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";

import type { Ask } from "../../components/health/check-host";
import { firstLine, silence, SshFailure } from "../../components/ssh/failure";
import { brokenSession } from "../../components/ssh/no-login";
import { type Ended, mostBytes, tooMuch } from "../../components/ssh/run";
import { endGroup } from "../../components/ssh/command-way";
import { noSsh, openSshFailure } from "./openssh-failure";
import { sshArguments, type SshTarget } from "./ssh-target";

/** ssh asks no questions, notices a host that is gone, and opens nothing else from the user's configuration. */
const options = [
  ...["BatchMode=yes", "ConnectTimeout=10", "ServerAliveInterval=5", "ServerAliveCountMax=4"],
  ...["ControlMaster=no", "ClearAllForwardings=yes", "ForwardAgent=no", "ForwardX11=no"],
  ...["RemoteCommand=none", "PermitLocalCommand=no"],
].flatMap((option) => ["-o", option]);

/** What the host writes to stderr after the login. Anything before it is from ssh or a banner. */
const mark = "pulumi-docker-host: let in";

/** Asks a host by the `ssh` command, so that configuration, known hosts, agent and jump hosts are OpenSSH's own. */
export const askByOpenSsh =
  (target: SshTarget): Ask =>
  (remote, signal) =>
    new Promise<Ended>((resolve, reject) => {
      // Every login shell understands two commands in a row; the status is that of the last one.
      const command = `sh -c 'echo "${mark}" >&2'; ${remote.command}`;
      // A group of its own, so that a ProxyCommand ends with it.
      const child = spawn("ssh", ["-T", ...options, ...sshArguments(target), command], {
        stdio: "pipe",
        detached: true,
      });
      const end = () => endGroup(child.pid);
      process.once("exit", end);

      const stdout: Buffer[] = [];
      let [before, stderr, isIn, bytes] = ["", "", false, 0];
      const count = (length: number) => {
        bytes += length;
        if (bytes > mostBytes) giveUp(tooMuch());
      };
      child.stdin.on("error", () => {}).end(remote.stdin ?? "");
      child.stdout.on("data", (part: Buffer) => {
        stdout.push(part);
        count(part.length);
      });
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        count(text.length);
        let rest = text;
        if (!isIn) {
          before += text;
          const at = before.indexOf(`${mark}\n`);
          if (at < 0) return;
          isIn = true;
          rest = before.slice(at + mark.length + 1);
          before = before.slice(0, at);
          remote.onLogin?.();
        }
        stderr += rest;
        if (rest !== "") remote.onStderr?.(rest);
      });

      const settle = (result: Ended | SshFailure) => {
        process.off("exit", end);
        signal.removeEventListener("abort", late);
        if (result instanceof SshFailure) reject(result);
        else resolve(result);
      };
      const giveUp = (why: SshFailure) => {
        end();
        // A process that ssh has started may hold them open for longer.
        for (const stream of [child.stdout, child.stderr]) stream.destroy();
        settle(why);
      };
      const late = () => giveUp(isIn ? brokenSession("the command did not end in time") : unanswered(before));
      signal.addEventListener("abort", late, { once: true });
      if (signal.aborted) late();
      child.on("error", (error: NodeJS.ErrnoException) =>
        settle(error.code === "ENOENT" ? noSsh() : openSshFailure(error.message, target)),
      );
      child.on("close", (code, killed) => {
        const said = isIn ? stderr : before;
        if (code === 255 && !isIn) settle(openSshFailure(before, target));
        else if (code === 255 || code === null)
          settle(brokenSession(lastLine(said) || `ssh ended with ${killed ?? code}`));
        // Without the mark, the login shell has ended by itself, and says why.
        else settle({ stdout: Buffer.concat(stdout).toString(), stderr: said, status: code });
      });
    });

const lastLine = (text: string) => firstLine(text.trim().split("\n").at(-1) ?? "");

function unanswered(said: string): SshFailure {
  const words = lastLine(said);
  return silence(
    `ssh was neither let in nor refused in time${words && `: ${words}`}`,
    "the machine is overloaded or hangs, or the way to it is slow; --timeout SECONDS waits longer",
  );
}
