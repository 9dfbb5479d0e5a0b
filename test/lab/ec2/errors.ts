// SPDX-License-Identifier: Apache-2.0

/** How an answer of EC2 arrives through the provider. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(`api error ${code}: ${message}`);
  }
}

/** Says in which call it was, as the provider does: `creating EC2 Instance: operation error EC2: RunInstances, ...`. */
export async function during<T>(what: string, operation: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new Error(
      `${what}: operation error EC2: ${operation}, https response error StatusCode: 400, ${error.message}`,
      { cause: error },
    );
  }
}
