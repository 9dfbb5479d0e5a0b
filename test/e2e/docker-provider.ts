// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { FreshClone } from "./fresh-clone";

const program = `
import "../examples/compose";

import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { dockerProvider } from "../components/docker-provider";

const host = new pulumi.StackReference("host", { name: new pulumi.Config().require("host") });
const connection = pulumi
  .all(["address", "port", "user", "privateKey", "knownHosts"].map((name) => host.requireOutput(name)))
  .apply(([address, port, user, privateKey, line]) => {
    return { host: address, port, user, privateKey, hostKey: line.slice(line.indexOf(" ") + 1) || undefined };
  });
const onHost = dockerProvider("docker", { connection });
new docker.Volume("data", { name: "by-provider" }, onHost);
new docker.Container("run", { name: "by-provider", image: "probe", command: ["/docker-init", "--version"] }, onHost);
`;

/** It runs what the image probe and the machine have, as no registry is in reach; and it stays, as Compose waits for that. */
const composeFile = JSON.stringify({
  services: {
    web: {
      image: "probe",
      command: ["/docker-init", "--", "sleep", "infinity"],
      volumes: ["/usr:/usr:ro", "/lib:/lib:ro", "/lib64:/lib64:ro"],
      security_opt: ["label=disable"],
    },
  },
});

/** A program beside the stack of the host, with a container by a provider and one by Compose; it takes two runs of Pulumi. */
export function dockerProviderTests(clone: () => FreshClone): void {
  const pulumi = (line: string) =>
    clone().shell(`export PATH=$PWD/test/lab/docker:$PATH PULUMI_LAB_CLOUD=$PWD/on-host/cloud; cd on-host && ${line}`);
  const seen = () =>
    clone().ssh("docker ps -a --format '{{.Names}}'; docker volume ls -q; docker network ls -q --filter name=on-host");

  test("what a provider and Compose make runs on the host, and is gone after destroy", async () => {
    const before = await seen();
    const folder = join(clone().directory, "on-host");
    mkdirSync(folder);
    writeFileSync(join(folder, "index.ts"), program);
    writeFileSync(join(folder, "probe.yaml"), composeFile);
    writeFileSync(join(folder, "package.json"), '{ "name": "on-host", "main": "index.ts" }');
    writeFileSync(join(folder, "Pulumi.yaml"), "name: on-host\nruntime: nodejs\n");
    writeFileSync(
      join(folder, "tsconfig.json"),
      '{ "compilerOptions": { "noCheck": true }, "ts-node": { "swc": true } }',
    );
    const config = { "on-host:host": "organization/docker-host/start", "on-host:file": "../../on-host/probe.yaml" };
    writeFileSync(join(folder, "Pulumi.e2e.yaml"), JSON.stringify({ config }));

    expect(await pulumi("pulumi stack init e2e && pulumi up --yes --skip-preview")).toMatchObject({ status: 0 });
    const ask = "docker logs by-provider; docker inspect --format '{{.State.Status}}' on-host-e2e-web-1";
    expect((await clone().ssh(ask)).output).toMatch(/^tini version.*\nrunning/);
    expect((await seen()).output).toMatch(/by-provider[^]*by-provider/);
    expect(await pulumi("pulumi destroy --yes --skip-preview --run-program")).toMatchObject({ status: 0 });
    expect(await seen()).toEqual(before);
  });
}
