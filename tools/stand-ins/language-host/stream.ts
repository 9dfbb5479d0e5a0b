// SPDX-License-Identifier: Apache-2.0
import type { ChildProcess } from "node:child_process";

import * as grpc from "@grpc/grpc-js";

/** Ends a streaming call with an error. A destroyed stream would never send its status, and the engine would wait for ever. */
export function failStream<Request, Response>(
  call: grpc.ServerWritableStream<Request, Response>,
  details: string,
): void {
  call.emit("error", Object.assign(new Error(details), { code: grpc.status.UNKNOWN, details }));
}

/** Sends what a child writes, as it comes. */
export function forwardOutput<
  Request,
  Response extends { setStdout(text: Buffer): void; setStderr(text: Buffer): void },
>(
  { stdout, stderr }: ChildProcess,
  call: grpc.ServerWritableStream<Request, Response>,
  Message: new () => Response,
): void {
  const forward = (set: "setStdout" | "setStderr") => (chunk: Buffer) => {
    const response = new Message();
    response[set](chunk);
    call.write(response);
  };
  stdout?.on("data", forward("setStdout"));
  stderr?.on("data", forward("setStderr"));
}
