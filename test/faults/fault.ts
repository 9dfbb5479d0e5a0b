// SPDX-License-Identifier: Apache-2.0
import type { Limits } from "../../components/health/probes";
import type { Expectations } from "../../components/health/script";
import type { Connection } from "../../components/ssh/connection";

/** What is broken on purpose is never waited for longer. Each fault is told by its stage, never by a stopwatch. */
export const limits: Limits = { ssh: 90, cloudInit: 20, dockerd: 40, container: 90, total: 360 };

/** Something that is wrong with a host, and what the check must say of it. */
export interface Fault {
  name: string;
  /** Bash, as root on the machine. */
  inject?: string;
  /**
   * Bash, as root, that puts right what `inject` did. Without it the machine is put back to the moment at which it was verified,
   * after which the emulator translates again all that runs: some 4 s.
   */
  undo?: string;
  /** The machine's process is stopped while it is checked, as it is on a computer that is out of breath. */
  frozen?: boolean;
  /** What the machine's console must have said before the check begins. */
  console?: RegExp;
  /** Expectations that differ from those of the healthy machine. */
  expected?: Partial<Expectations>;
  /** Connection arguments that differ. */
  connection?: Partial<Connection>;
  /** The stage that must fail; without it the host must be reported healthy. */
  stage?: string;
  /** The probes that must have warned on a host that is healthy all the same. */
  warns?: string[];
  /** What probes must have said on a host that is healthy all the same. */
  shows?: Record<string, RegExp>;
  /** Part of what the probe has seen, or of why nobody could be asked. */
  cause?: RegExp;
  /** What to do, where the words of whoever failed are known: it is said in place of the probe's own hint. */
  known?: RegExp;
}

/** What is wrong with files, which are put back as they were. */
export function inFiles(files: string[], commands: string): Required<Pick<Fault, "inject" | "undo">> {
  return {
    inject: `mkdir /run/kept; cp -a --parents ${files.join(" ")} /run/kept\n${commands}`,
    undo: "cp -a --remove-destination /run/kept/. /; rm -r /run/kept",
  };
}

/** Another daemon.json. The daemon reads it only when it starts. */
export function writeDaemonJson(content: Record<string, unknown>): string {
  return `cat >/etc/docker/daemon.json <<'JSON'\n${JSON.stringify(content)}\nJSON\n`;
}
