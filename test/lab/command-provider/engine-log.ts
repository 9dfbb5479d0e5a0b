// SPDX-License-Identifier: Apache-2.0
import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/** Lines that the CLI shows beside a resource. */
export class EngineLog {
  private readonly client: EngineClient | undefined;

  constructor(address: string | undefined) {
    if (address) this.client = new EngineClient(address, grpc.credentials.createInsecure());
  }

  info(urn: string, text: string): void {
    for (const line of text.split("\n").filter(Boolean)) {
      const request = new LogRequest();
      request.setUrn(urn);
      request.setSeverity(LogSeverity.INFO);
      request.setMessage(line);
      this.client?.log(request, () => {});
    }
  }
}
