// SPDX-License-Identifier: Apache-2.0
import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/** Lines that the CLI shows beside a resource. */
export class EngineLog {
  private readonly client: EngineClient | undefined;
  /** One line is sent after the other, because the engine does not keep the order of those that come together. */
  private last: Promise<void> = Promise.resolve();

  constructor(address: string | undefined) {
    if (address) this.client = new EngineClient(address, grpc.credentials.createInsecure());
  }

  /** Only stands beside the resource while it is the latest. */
  status(urn: string, message: string): void {
    this.send(urn, message, LogSeverity.INFO, true);
  }

  warning(urn: string, message: string): void {
    this.send(urn, message, LogSeverity.WARNING, false);
  }

  error(urn: string, message: string): void {
    this.send(urn, message, LogSeverity.ERROR, false);
  }

  /** Resolves when every line is with the engine, so that none comes after the resource is done. */
  flush(): Promise<void> {
    return this.last;
  }

  private send(
    urn: string,
    message: string,
    severity: LogRequest["getSeverity"] extends () => infer S ? S : never,
    ephemeral: boolean,
  ): void {
    const request = new LogRequest();
    request.setUrn(urn);
    request.setSeverity(severity);
    request.setMessage(message);
    request.setEphemeral(ephemeral);
    // An engine that is gone has nobody to show a line to.
    this.last = this.last.then(
      () => new Promise((resolve) => (this.client ? this.client.log(request, () => resolve()) : resolve())),
    );
  }
}
