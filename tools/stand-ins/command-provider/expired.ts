// SPDX-License-Identifier: Apache-2.0

/** The time of the operation is over, or it was cancelled; the engine gets that as a status of its own. */
export class Expired extends Error {
  constructor(readonly cancelled: boolean) {
    super(cancelled ? "context canceled" : "context deadline exceeded");
  }
}
