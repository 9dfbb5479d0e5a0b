// SPDX-License-Identifier: Apache-2.0

/**
 * `input`: the arguments are wrong, and another try changes nothing. `silence`: the machine gives no answer. `refusal`:
 * somebody says no, be it the host, a bastion or this computer. `session`: the connection broke after the login. `way`: this
 * computer lacks what leads to the host, such as a program or a login at the cloud; another try changes nothing.
 */
export type FailureKind = "input" | "silence" | "refusal" | "session" | "way";

/** Why a host could not be asked, in words for the person who has to mend it. */
export class SshFailure extends Error {
  constructor(
    readonly kind: FailureKind,
    /** One line. */
    readonly reason: string,
    /** What to do about it. */
    readonly hint: string,
    /** The bastion that this is about; absent where it is about the host itself. */
    readonly bastion?: string,
  ) {
    super(bastion === undefined ? reason : `the bastion ${bastion}: ${reason}`);
    this.name = "SshFailure";
  }

  /** The same with the hint in its message, for those who see nothing but messages. */
  withHint(): SshFailure {
    const failure = new SshFailure(this.kind, this.reason, this.hint, this.bastion);
    failure.message += `\nhint: ${this.hint}`;
    return failure;
  }

  atBastion(bastion: string): SshFailure {
    return new SshFailure(this.kind, this.reason, this.hint, bastion);
  }
}

export const silence = (reason: string, hint: string) => new SshFailure("silence", reason, hint);
export const refusal = (reason: string, hint: string) => new SshFailure("refusal", reason, hint);

/** The first line of a text that others have written, short and without control characters. */
export function firstLine(text: string): string {
  const line = text
    .split("\n")
    .map((one) => one.replace(/[^ -~\u00a0-\uffff]+/g, " ").trim())
    .find((one) => one !== "");
  return (line ?? "").slice(0, 200);
}
