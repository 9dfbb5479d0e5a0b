// SPDX-License-Identifier: Apache-2.0

/** The time of the operation is over; the engine gets it as a status of its own. */
export class Expired extends Error {
  constructor(readonly cancelled: boolean) {
    super(cancelled ? "context canceled" : "context deadline exceeded");
  }
}
