// SPDX-License-Identifier: Apache-2.0
// The resource provider `command` 1.2.1, as far as this project uses it, for machines that cannot download the real one.
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";

import { EngineLog } from "./engine-log";
import { commandProvider } from "./service";

const parent = process.ppid;
const implementation = commandProvider(new EngineLog(process.argv[2]));

// An engine that was killed cannot tell us to stop; what we run must not outlive it.
setInterval(() => {
  if (process.ppid !== parent) stop();
}, 1000).unref();
process.on("SIGTERM", stop);

/** Cancels what runs, and gives it a moment to end. */
function stop(): void {
  const { cancel } = implementation;
  if (typeof cancel === "function") (cancel as (call: object, callback: () => void) => void)({}, () => {});
  setTimeout(() => process.exit(143), 200);
}

const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
server.addService(ResourceProviderService, implementation);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port);
});
