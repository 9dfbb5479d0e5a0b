// SPDX-License-Identifier: Apache-2.0

/**
 * `input`: the arguments are wrong, and another try changes nothing. `silence`: the machine gives no answer. `refusal`:
 * somebody says no, be it the host, a bastion or this computer. `session`: the connection broke after the login.
 */
export type FailureKind = "input" | "silence" | "refusal" | "session";

/** Why a host could not be asked, in words for the person who has to mend it. */
export class SshFailure extends Error {
  /** The bastion that this is about; absent where it is about the host itself. */
  bastion?: string;

  constructor(
    readonly kind: FailureKind,
    /** One line. */
    readonly reason: string,
    /** What to do about it. */
    readonly hint: string,
  ) {
    super(reason);
    this.name = "SshFailure";
  }

  override get message(): string {
    return this.bastion === undefined ? this.reason : `the bastion ${this.bastion}: ${this.reason}`;
  }
}

/** The first line of a text that others have written, short and without control characters. */
export function firstLine(text: string): string {
  const line = text
    .split("\n")
    .map((one) => one.replace(/[^ -~\u00a0-\uffff]+/g, " ").trim())
    .find((one) => one !== "");
  return (line ?? "").slice(0, 200);
}
