// SPDX-License-Identifier: Apache-2.0
import type { Expectations } from "../../components/health/script";
import type { Properties } from "../lab/command-provider/values";

/** Something that is wrong with a host, and what the check must say of it. */
export interface Fault {
  name: string;
  /** Bash, as root on the machine. */
  inject?: string;
  /** Expectations that differ from those of the healthy machine. */
  expected?: Partial<Expectations>;
  /** Connection arguments that differ. */
  connection?: Properties;
  /** The stage that must fail; without it the host must be reported healthy. */
  stage?: string;
  /** A probe that must have warned on a host that is healthy all the same. */
  warns?: string;
  /** Part of the cause, or of the warning. */
  cause?: RegExp;
}

/** What only warns must fail in strict mode, with the same cause. */
export function strictly(fault: Fault): Fault[] {
  const { warns, ...rest } = fault;
  if (warns === undefined) return [fault];
  return [fault, { ...rest, name: `${fault.name}, in strict mode`, stage: warns, expected: { strict: true } }];
}
