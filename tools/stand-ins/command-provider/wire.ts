// SPDX-License-Identifier: Apache-2.0
// What every provider here says to the engine in the same way.
import * as grpc from "@grpc/grpc-js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

import { Expired } from "./expired";
import type { Properties } from "./values";

type Callback<Response> = (error: Partial<grpc.ServiceError> | null, response?: Response) => void;

export const struct = (value: Properties): Struct =>
  Struct.fromJavaScript(value as Parameters<typeof Struct.fromJavaScript>[0]);
export const properties = (value: Struct | undefined): Properties => value?.toJavaScript() ?? {};
export const typeOf = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";
export const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");

/** Answers a call with what the handler returns or throws. */
export function handle<Request, Response>(handler: (request: Request) => Response | Promise<Response>) {
  return ({ request }: { request: Request }, callback: Callback<Response>): void => {
    Promise.resolve()
      .then(() => handler(request))
      .then((response) => callback(null, response))
      .catch((error: unknown) =>
        callback({ code: codeOf(error), details: error instanceof Error ? error.message : String(error) }),
      );
  };
}

function codeOf(error: unknown): grpc.status {
  if (!(error instanceof Expired)) return grpc.status.UNKNOWN;
  return error.cancelled ? grpc.status.CANCELLED : grpc.status.DEADLINE_EXCEEDED;
}
