// SPDX-License-Identifier: Apache-2.0
// A user's program under Pulumi's mocks: prints what it creates and which cloud's SDK was loaded for it. Its arguments
// are an entry point, a class of it, and that one's arguments as JSON.
"use strict";
const pulumi = require("@pulumi/pulumi");
const { utils } = require("ssh2");

const [entry, name, args] = process.argv.slice(2);
const created = [];
const hostKey = utils.generateKeyPairSync("ed25519").public;
const healthy = [
  { probe: "server", status: "pass", ms: 1, detail: "27.5.1" },
  { version: 1, host: "web", healthy: true, dockerVersion: "27.5.1", stage: "", seconds: 7, bootId: "b", finished: "" },
];
const answers = {
  "pulumi:index:Stash": ({ input }) => ({ output: input }),
  "command:local:Command": (_inputs, id) => ({
    stdout: id === "web-machine" ? "web-1f2e" : healthy.map((line) => JSON.stringify(line)).join("\n"),
  }),
  "aws:ec2/instance:Instance": () => ({ publicIp: "192.0.2.10", privateIp: "10.0.0.10" }),
  "gcp:compute/instance:Instance": () => ({
    instanceId: "4520031799277581759",
    creationTimestamp: new Date().toISOString(),
    networkInterfaces: [{ networkIp: "10.132.0.7", accessConfigs: [{ natIp: "192.0.2.10" }] }],
  }),
};

async function main() {
  await pulumi.runtime.setMocks({
    newResource: ({ type, name: id, inputs }) => {
      created.push({ type, name: id, inputs });
      return { id, state: { ...inputs, ...answers[type]?.(inputs, id) } };
    },
    call: () => ({ id: "found", selfLink: "found", variableValue: hostKey.split(" ")[1] }),
  });
  const host = new (require(entry)[name])("web", JSON.parse(args));
  const version = await new Promise((resolve) => host.dockerVersion.apply(resolve));
  const sdks = Object.keys(require.cache).flatMap((file) => /[\\/]@pulumi[\\/](aws|gcp)[\\/]/.exec(file)?.[1] ?? []);
  console.log(JSON.stringify({ version, created, sdks: [...new Set(sdks)] }));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
