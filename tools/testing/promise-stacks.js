// SPDX-License-Identifier: Apache-2.0
// Pulumi's SDK keeps a stack trace with each of its promises, for whoever looks for one that never ends, and one with each
// resource, for the engine. Jest finds the source of each line of them, which is more than half of the time of a test with
// many resources. All other traces are as ever.
const { runInThisContext } = require("node:vm");

// A test has an Error of its own. What formats its traces is jest's, and comes later than this.
const { Error: jestsError } = runInThisContext("({ Error })");
const plain = (error, frames) => [String(error), ...frames].join("\n    at ");

const ofTheSdk = new Set(["debuggablePromise", "callsites"]);

if (!process.env.PULUMI_DEBUG_PROMISE_LEAKS)
  Error.prepareStackTrace = (error, frames) =>
    ofTheSdk.has(frames[0]?.getFunctionName()) ? "" : (jestsError.prepareStackTrace ?? plain)(error, frames);
