// SPDX-License-Identifier: Apache-2.0
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";

/** Offers a provider to the engine that has started this process, for as long as that engine lives. */
export function serve(implementation: grpc.UntypedServiceImplementation): void {
  // An engine that was killed cannot tell us to stop, and what we run must not outlive it. It holds the other end of our
  // stdin, which nobody else has.
  process.stdin.resume().on("close", stop);
  process.on("SIGTERM", stop);

  const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  server.addService(ResourceProviderService, implementation);
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    // Fails, and so ends this process, where the engine that would read it is gone already; console.log would ignore that.
    process.stdout.write(`${port}\n`);
  });
}

/** What an engine does with a plugin when it ends itself: it kills the process group that it had given it. */
function stop(): void {
  try {
    process.kill(-process.pid, "SIGKILL");
  } catch {
    process.exit(143); // whoever started this gave it no group of its own
  }
}
