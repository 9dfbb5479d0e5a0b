// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

import { GcpDockerTemplate } from "../../../components/gcp/docker-template";
import { imageName } from "../../../components/gcp/image";
import { gcpTemplateProblems } from "../../../components/gcp/problems";
import { startupScript } from "../../../components/gcp/startup-script";
import type { GcpDockerTemplateArgs } from "../../../components/gcp/template-args";
import { rows } from "../../../components/gcp/template-rules";
import { declared } from "../../../tools/docs/declared";
import { keys } from "../../cloud-init/material";
import { type Answer, publicTexts, RecordedProgram } from "../recorded-program";
import { google, metadataOf, newest } from "./host-under-test";

async function programWith(
  args: GcpDockerTemplateArgs = {},
  answer: Answer = () => ({}),
  opts?: pulumi.ComponentResourceOptions,
) {
  const program = await RecordedProgram.start(
    (registered) =>
      registered.type === "gcp:compute/instanceTemplate:InstanceTemplate"
        ? { selfLinkUnique: "https://.../runner?uniqueId=7" }
        : answer(registered),
    { call: google },
  );
  const template = new GcpDockerTemplate("runner", args, opts);
  const outputs = await program.outputsOf(template);
  return { program, outputs, inputs: program.find("runner-template").inputs };
}

describe("what is created", () => {
  test("an instance template, and in the state the image that it names", async () => {
    const { program } = await programWith();
    const shown = program.registrations.map(({ type, name, parent, dependencies, ignoreChanges }) => ({
      ...{ type, name, parent, dependencies, ignoreChanges },
    }));
    expect(shown.sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      {
        ...{ type: "pulumi-docker-host:index:GcpDockerTemplate", name: "runner", parent: undefined },
        ...{ dependencies: [], ignoreChanges: [] },
      },
      {
        ...{ type: "pulumi:index:Stash", name: "runner-image", parent: "runner" },
        ...{ dependencies: [], ignoreChanges: ["input"] },
      },
      {
        ...{ type: "gcp:compute/instanceTemplate:InstanceTemplate", name: "runner-template", parent: "runner" },
        ...{ dependencies: ["runner-image"], ignoreChanges: [] },
      },
    ]);
    // Another one has another name, so that it can be made before the old one is deleted, which its group still has.
    expect(program.find("runner-template")).toMatchObject({ deleteBeforeReplace: false });
    expect(program.find("runner-template").inputs).not.toHaveProperty("name");
  });

  test("with the safe defaults of a host: shielded, private, no identity, nobody's keys but those given", async () => {
    const { inputs } = await programWith();
    const labels = { project: "project", stack: "stack", host: "runner" };
    const { metadata, ...others } = inputs;
    expect(others).toEqual({
      description: `machines with Docker, from ${imageName(newest)}`,
      machineType: "e2-medium",
      disks: [{ boot: true, autoDelete: true, sourceImage: newest, diskSizeGb: 30, diskType: "pd-balanced", labels }],
      networkInterfaces: [{ network: "default", accessConfigs: [] }],
      shieldedInstanceConfig: { enableVtpm: true, enableIntegrityMonitoring: true, enableSecureBoot: true },
      labels,
    });
    const { "user-data": userData, ...told } = metadataOf({ metadata });
    expect(told).toEqual({
      "serial-port-enable": "FALSE",
      "startup-script": startupScript(undefined, [], "powerOff"),
      "block-project-ssh-keys": "TRUE",
      "enable-guest-attributes": "TRUE",
      "enable-oslogin": "FALSE",
    });
    expect(userData).toMatch(/driver\.mtu[^\n]{2,6}1460/);
  });

  test("every argument comes to its place", async () => {
    const kmsKey = "projects/p/locations/l/keyRings/r/cryptoKeys/k";
    const { inputs, program, outputs } = await programWith({
      ...{ machineType: "g2-standard-4", image: "projects/p/global/images/family/ci", diskGiB: 50, diskType: "pd-ssd" },
      ...{ kmsKey, subnetwork: "projects/p/regions/r/subnetworks/s", publicAddress: true, networkTags: ["runner"] },
      ...{ serviceAccount: { email: "ci@p.iam.gserviceaccount.com" }, secureBoot: false, spot: true },
      ...{ metadata: { a: "b" }, labels: { team: "a" } },
    });
    expect(inputs).toMatchObject({
      description: "machines with Docker, from ci",
      ...{ machineType: "g2-standard-4", tags: ["runner"], labels: { team: "a", host: "runner" } },
      disks: [
        {
          ...{ sourceImage: "projects/p/global/images/family/ci", diskSizeGb: 50, diskType: "pd-ssd" },
          ...{ diskEncryptionKey: { kmsKeySelfLink: kmsKey }, labels: { team: "a" } },
        },
      ],
      networkInterfaces: [{ subnetwork: "projects/p/regions/r/subnetworks/s", accessConfigs: [{}] }],
      serviceAccount: { email: "ci@p.iam.gserviceaccount.com" },
      shieldedInstanceConfig: { enableSecureBoot: false },
      scheduling: { preemptible: true, provisioningModel: "SPOT", onHostMaintenance: "TERMINATE" },
    });
    expect(metadataOf(inputs)).toMatchObject({ a: "b" });
    expect(program.registrations.map(({ name }) => name)).not.toContain("runner-image");
    expect(outputs).toMatchObject({ imageName: "ci", instanceTemplateId: "https://.../runner?uniqueId=7" });
  });
});

describe("what its machines are told", () => {
  test("is secret, and holds the public keys that were given, no host key, and what to do where the boot fails", async () => {
    const { program, inputs } = await programWith({ loginKeys: [keys.ed25519, keys.ecdsa] });
    const told = metadataOf(inputs);
    expect(told["ssh-keys"]).toBe(`rocky:${keys.ed25519}\nrocky:${keys.ecdsa}`);
    expect(told["user-data"]).toContain(keys.ed25519);
    expect(told["user-data"]).not.toMatch(/PRIVATE KEY|ssh_keys/);
    expect(told["user-data"]).toContain("docker-host-self-check");
    expect(publicTexts(program.registrations).join("\n")).not.toContain("#cloud-config");
    expect(program.find("runner-template").additionalSecretOutputs).toContain("metadata");
  });

  test("the login that may not use Docker is left to cloud-init, as Google's agent puts it into the group", async () => {
    const { inputs } = await programWith({
      loginKeys: [keys.ed25519],
      users: [{ name: "ci" }],
      dockerUsers: ["ci"],
    });
    expect(metadataOf(inputs)).not.toHaveProperty("ssh-keys");
  });

  test("is to stay on where the boot fails, if that is asked for", async () => {
    const told = metadataOf((await programWith({ onBootFailure: "keep" })).inputs);
    expect(told["user-data"]).not.toContain("docker-host-self-check");
    expect(told["startup-script"]).toBe(startupScript());
  });

  test("has a fingerprint that changes with it alone", async () => {
    const print = async (args: GcpDockerTemplateArgs) => (await programWith(args)).outputs.fingerprint;
    const usual = await print({});
    const [other, same] = [await print({ commands: ["true"] }), await print({ diskGiB: 40 })];
    expect(other).not.toBe(usual);
    expect(same).toBe(usual);
  });
});

test("of a protected template, what the state keeps can be replaced", async () => {
  const { program } = await programWith({}, undefined, { protect: true });
  expect(program.registrations.filter((one) => one.protect).map(({ name }) => name)).toEqual([
    ...["runner", "runner-template"],
  ]);
});

test("a newer image changes nothing until rotateImage or the processor does", async () => {
  const trigger = async (args: GcpDockerTemplateArgs) =>
    (await programWith(args)).program.find("runner-image").replacementTrigger;
  const old = newest.replace("20261101", "20260101");
  const { inputs, outputs } = await programWith({}, ({ name }) => (name === "runner-image" ? { output: old } : {}));
  expect(inputs.disks).toMatchObject([{ sourceImage: old }]);
  expect(outputs.imageName).toBe("rocky-linux-9-optimized-gcp-v20260101");
  const usual = await trigger({});
  expect(await trigger({ machineType: "n2-standard-4" })).toEqual(usual);
  expect(await trigger({ rotateImage: "2" })).not.toEqual(usual);
  expect(await trigger({ machineType: "t2a-standard-1" })).not.toEqual(usual);
});

describe("arguments", () => {
  test("each has a row, and none says that it replaces or stops a machine", () => {
    const names = declared("components/gcp/template-args.ts", "GcpDockerTemplateArgs").map(({ name }) => name);
    expect(names.filter((name) => !(name in rows))).toEqual([]);
    expect(new Set(Object.values(rows).map(({ change }) => change))).toEqual(new Set(["nothing"]));
  });

  test("all that is wrong is told at once, by its own path", () => {
    const wrong = { machineType: "small", loginKeys: ["x"], image: "a/b", rotateImage: "2", ttlMinutes: 60 };
    const found = gcpTemplateProblems("Runner", wrong as never).map(({ severity, path }) => `${severity} ${path}`);
    expect(found.sort()).toEqual([
      ...["error loginKeys[0]", "error machineType", "error name", "error rotateImage", "error ttlMinutes"],
    ]);
    expect(() => new GcpDockerTemplate("Runner", wrong as never)).toThrow(
      /the docker template's arguments have 5 problems/,
    );
  });

  test("what they say together is looked at as for a host", () => {
    const paths = (args: GcpDockerTemplateArgs) => gcpTemplateProblems("runner", args).map(({ path }) => path);
    expect(paths({})).toEqual([]);
    expect(paths({ machineType: "e2-micro" })).toEqual(["machineType"]);
    expect(paths({ docker: { daemonConfig: { "log-driver": "gcplogs" } } })).toContain("serviceAccount");
    expect(paths({ metadata: { "user-data": "" } })).toEqual(['metadata["user-data"]']);
    expect(paths({ cloudConfig: { ssh_keys: {} } })).toEqual(["cloudConfig.ssh_keys"]);
  });
});
