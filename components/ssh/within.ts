// SPDX-License-Identifier: Apache-2.0
import { SshFailure } from "./failure";

/**
 * Waits for something that may never come: at most `seconds`, and only until `signal` is aborted. In both cases it
 * rejects with what `late` says about this step.
 */
export async function within<T = void>(
  seconds: number,
  signal: AbortSignal,
  late: () => SshFailure,
  start: (done: (value: T) => void, fail: (error: Error) => void) => void,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let stop = () => {};
  try {
    return await new Promise<T>((resolve, reject) => {
      stop = () => reject(late());
      if (signal.aborted) {
        stop();
        return;
      }
      signal.addEventListener("abort", stop, { once: true });
      timer = setTimeout(stop, seconds * 1000);
      start(resolve, reject);
    });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}
