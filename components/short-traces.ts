// SPDX-License-Identifier: Apache-2.0

/**
 * Does `work` with short stack traces. The SDK takes one for each output of each resource, to name promises that never end, and a
 * loader of TypeScript looks up the source line of each of its frames: with many hosts, that was half of a program's time and
 * memory. Who looks for such promises gets whole ones, and what fails later, in an Output, has them anyway.
 */
export function withShortTraces<T>(work: () => T): T {
  if (process.env.PULUMI_DEBUG_PROMISE_LEAKS) return work();
  const usual = Error.stackTraceLimit;
  Error.stackTraceLimit = Math.min(usual, 1);
  try {
    return work();
  } finally {
    Error.stackTraceLimit = usual;
  }
}
