// SPDX-License-Identifier: Apache-2.0
// Pulumi's SDK loads the compiler and npm's tree of packages for functions that a program hands to other processes. Loading them is most
// of what loading the SDK takes, for each file of tests anew. Here they are loaded by who uses them.
let compiler;
module.exports = new Proxy({}, { get: (_, name) => (compiler ??= require("typescript"))[name] });
