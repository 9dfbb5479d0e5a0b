// SPDX-License-Identifier: Apache-2.0

/** Why a host is not healthy, for people. */
export interface Failure {
  /** `ssh`, `sudo` where the login cannot become root, or the probe that failed. */
  stage: string;
  /** In a few words, such as `Docker does not start`. */
  what: string;
  /** The place of the stage in the whole, such as `stage start of the installation`. */
  where: string;
  /** After how many seconds of the check. */
  seconds: number;
  /** One line, in the words of the program that failed: dockerd, dnf, sshd. */
  cause: string;
  /** What to do about this cause. */
  fix: string;
  /** What its log says, at most twelve lines. */
  log: string[];
  /** Commands that show more of this failure. */
  look?: string[];
  /** The archive that the host keeps; absent where there is none. */
  diagnostics?: string;
}
