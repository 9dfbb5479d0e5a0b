// SPDX-License-Identifier: Apache-2.0
import * as grpc from "@grpc/grpc-js";

/** Ends a streaming call with an error. A destroyed stream would never send its status, and the engine would wait for ever. */
export function failStream<Request, Response>(
  call: grpc.ServerWritableStream<Request, Response>,
  details: string,
): void {
  call.emit("error", Object.assign(new Error(details), { code: grpc.status.UNKNOWN, details }));
}
