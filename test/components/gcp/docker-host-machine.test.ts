// SPDX-License-Identifier: Apache-2.0
import { gunzipSync } from "node:zlib";

import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";

import type { KeyPair } from "../../../cloud-init";
import type { GcpDockerHostArgs } from "../../../components/gcp/args";
import { startupScript } from "../../../components/gcp/startup-script";
import { makeKeyPair } from "../../../components/key-pair";
import { checkMaintenance } from "../../lab/gce/maintenance";
import { checkScheduling } from "../../lab/gce/rules";
import type { Reply } from "../recorded-program";
import { google, healthy, loginKey, machineWith, metadataOf, newest, orderOf, programWith } from "./host-under-test";

const tag = "docker-host-web-e491cb45";
const labels = { project: "project", stack: "stack", host: "web" };

describe("the instance", () => {
  const byDefault = {
    zone: "europe-west1-b",
    machineType: "e2-medium",
    allowStoppingForUpdate: true,
    bootDisk: { autoDelete: true, initializeParams: { image: newest, size: 30, type: "pd-balanced", labels } },
    networkInterfaces: [{ network: "default", accessConfigs: [{}] }],
    tags: [tag],
    shieldedInstanceConfig: { enableVtpm: true, enableIntegrityMonitoring: true, enableSecureBoot: true },
    deletionProtection: false,
    labels,
  };

  test("is a small shielded one, with a public address and without a service account", async () => {
    const { metadata: _metadata, ...inputs } = (await machineWith({})).inputs;
    expect(inputs).toEqual(byDefault);
  });

  const disk = byDefault.bootDisk;
  const params = disk.initializeParams;
  test.each<
    [
      string,
      Partial<GcpDockerHostArgs>,
      Partial<Record<keyof typeof byDefault | "scheduling" | "serviceAccount", unknown>>,
    ]
  >([
    ["zone", { zone: "us-central1-a" }, { zone: "us-central1-a" }],
    ["machineType", { machineType: "e2-standard-2" }, { machineType: "e2-standard-2" }],
    [
      "an Arm machineType",
      { machineType: "c4a-standard-1" },
      {
        machineType: "c4a-standard-1",
        bootDisk: {
          ...disk,
          initializeParams: {
            ...params,
            image: newest.replace("gcp-v", "gcp-arm64-v"),
            type: "hyperdisk-balanced",
          },
        },
      },
    ],
    ["image", { image: "p/i" }, { bootDisk: { ...disk, initializeParams: { ...params, image: "p/i" } } }],
    ["diskGiB", { diskGiB: 99 }, { bootDisk: { ...disk, initializeParams: { ...params, size: 99 } } }],
    ["diskType", { diskType: "pd-ssd" }, { bootDisk: { ...disk, initializeParams: { ...params, type: "pd-ssd" } } }],
    [
      "kmsKey",
      { kmsKey: "projects/p/locations/l/keyRings/r/cryptoKeys/k" },
      { bootDisk: { ...disk, kmsKeySelfLink: "projects/p/locations/l/keyRings/r/cryptoKeys/k" } },
    ],
    ["network", { network: "hosts" }, { networkInterfaces: [{ network: "hosts", accessConfigs: [{}] }] }],
    [
      "subnetwork",
      { network: "hosts", subnetwork: "hosts-eu" },
      { networkInterfaces: [{ subnetwork: "hosts-eu", accessConfigs: [{}] }] },
    ],
    [
      "publicAddress none",
      { publicAddress: "none" },
      { networkInterfaces: [{ network: "default", accessConfigs: [] }] },
    ],
    [
      "publicAddress static",
      { publicAddress: "static" },
      { networkInterfaces: [{ network: "default", accessConfigs: [{ natIp: "198.51.100.9" }] }] },
    ],
    ["networkTags", { networkTags: ["web", "ssh"] }, { tags: [tag, "web", "ssh"] }],
    [
      "additionalNetworkTags, and of what stands twice one",
      { networkTags: ["web"], additionalNetworkTags: ["swarm", "web"] },
      { tags: [tag, "web", "swarm"] },
    ],
    [
      "serviceAccount",
      { serviceAccount: { email: "web@p.iam.gserviceaccount.com" } },
      {
        serviceAccount: {
          email: "web@p.iam.gserviceaccount.com",
          scopes: ["https://www.googleapis.com/auth/cloud-platform"],
        },
      },
    ],
    [
      "secureBoot",
      { secureBoot: false },
      { shieldedInstanceConfig: { ...byDefault.shieldedInstanceConfig, enableSecureBoot: false } },
    ],
    [
      "spot",
      { spot: true },
      {
        scheduling: {
          provisioningModel: "SPOT",
          preemptible: true,
          automaticRestart: false,
          instanceTerminationAction: "STOP",
        },
      },
    ],
    ["deletionProtection", { deletionProtection: true }, { deletionProtection: true }],
  ])("gets %s", async (_what, args, changed) => {
    const { metadata: _metadata, ...inputs } = (await machineWith(args)).inputs;
    expect(inputs).toEqual({ ...byDefault, ...changed });
  });

  test.each([
    [{ ttlMinutes: 90 }, "STANDARD", false],
    [{ ttlMinutes: 90, spot: true }, "SPOT", true],
  ])("with %j is deleted by Google after that time, and says when", async (args, provisioningModel, preemptible) => {
    const { program } = await programWith(args);
    const { scheduling, labels: given } = program.find("web-machine").inputs;
    expect(scheduling).toEqual({
      provisioningModel,
      preemptible,
      automaticRestart: false,
      maxRunDuration: { seconds: 5400 },
      instanceTerminationAction: "DELETE",
    });
    const moment = program.find("web-expires-at").inputs.input as string;
    expect(given).toEqual({ ...labels, "expires-at": moment.toLowerCase().replace(/[-:]/g, "") });
  });

  test.each<[string, Partial<GcpDockerHostArgs>, object | undefined]>([
    ["can be moved to another host", { machineType: "e2-standard-2" }, undefined],
    ["can be moved, known late", { machineType: pulumi.output("e2-standard-2") }, undefined],
    ["has GPUs", { machineType: "g2-standard-4" }, { automaticRestart: true }],
    ["has GPUs, known late", { machineType: pulumi.output("a3-highgpu-8g") }, { automaticRestart: true }],
    ["is bare metal", { machineType: "c3-standard-192-metal" }, { provisioningModel: "STANDARD" }],
    ["has GPUs and a time", { machineType: "g2-standard-4", ttlMinutes: 90 }, { instanceTerminationAction: "DELETE" }],
    [
      "has GPUs, as a spot machine",
      { machineType: "g2-standard-4", spot: true },
      { instanceTerminationAction: "STOP" },
    ],
  ])("of a type that %s has the end at maintenance that Google asks for", async (_what, args, expected) => {
    const { machineType, scheduling } = (await machineWith(args)).inputs;
    expect(scheduling).toEqual(
      expected && (expect.objectContaining({ ...expected, onHostMaintenance: "TERMINATE" }) as unknown),
    );
    checkScheduling(scheduling);
    checkMaintenance(machineType as string, scheduling);
  });

  test("is ended by Google alone: a timer of its own would power it off after a stop and start, and it would go on costing", async () => {
    const userData = metadataOf((await machineWith({ ttlMinutes: 90 })).inputs)["user-data"];
    expect(userData).toMatch(/^#cloud-config\n/);
    expect(userData).not.toMatch(/ttl|poweroff/);
  });

  test("labels everything that can have labels, the caller's winning", async () => {
    const wanted = { project: "shop", stack: "stack", host: "web", team: "a" };
    const labels = { project: "shop", team: "a" };
    const { program } = await programWith({ labels, publicAddress: "static", dataDisk: { sizeGiB: 10 } });
    const { labels: machine, bootDisk } = program.find("web-machine").inputs as typeof byDefault;
    expect([machine, bootDisk.initializeParams.labels]).toEqual([wanted, wanted]);
    expect([program.find("web-address").inputs.labels, program.find("web-data").inputs.labels]).toEqual([
      wanted,
      wanted,
    ]);
  });

  test("has its data disk from the first boot on, which formats it where it is blank, and mounts it", async () => {
    const { program } = await programWith({
      dataDisk: { sizeGiB: 50, mountPath: "/srv" },
      cloudConfig: { bootcmd: [["true"]], mounts: [["tmpfs", "/scratch"]] },
      kmsKey: "projects/p/locations/l/keyRings/r/cryptoKeys/k",
    });
    expect(program.find("web-data").inputs).toEqual({
      zone: "europe-west1-b",
      size: 50,
      type: "pd-balanced",
      diskEncryptionKey: { kmsKeySelfLink: "projects/p/locations/l/keyRings/r/cryptoKeys/k" },
      labels,
    });
    const { inputs } = program.find("web-machine");
    expect(inputs.attachedDisks).toEqual([
      { source: "projects/my-project/zones/europe-west1-b/disks/web-data", deviceName: "docker-data" },
    ]);
    const config = parse(metadataOf(inputs)["user-data"] ?? "") as object;
    const device = "/dev/disk/by-id/google-docker-data";
    expect(config).toMatchObject({
      // The caller's own come after it.
      bootcmd: [["bash", "-c", expect.stringContaining("mkfs.xfs"), "mount-data-disk", "/srv", device], ["true"]],
      mounts: [["tmpfs", "/scratch"]],
    });
    expect(config).not.toHaveProperty("fs_setup");
  });
});

describe("the metadata", () => {
  test("brings the bootstrap and the user data, and lets nobody in but the login", async () => {
    expect(metadataOf((await machineWith({})).inputs)).toEqual({
      "user-data": expect.stringMatching(/^#cloud-config\n/) as string,
      "startup-script": startupScript(),
      "ssh-keys": `rocky:${loginKey.publicKey}`,
      "block-project-ssh-keys": "TRUE",
      "enable-guest-attributes": "TRUE",
      "enable-oslogin": "FALSE",
      "serial-port-enable": "FALSE",
    });
  });

  test("tells the bootstrap of the proxy, without which it could not install cloud-init", async () => {
    const proxy = "http://proxy.example:3128";
    const metadata = metadataOf((await machineWith({ docker: { proxy, noProxy: ["mirror"] } })).inputs);
    expect(metadata["startup-script"]).toBe(startupScript(proxy, ["mirror"]));
    expect(metadata["startup-script"]).toMatch(/^#!\/bin\/bash\nPROXY='http:\/\/proxy.example:3128'\n/);
  });

  test("does not have the login made by Google's agent where it must not be in the group docker", async () => {
    const metadata = metadataOf((await machineWith({ users: [{ name: "ci" }], dockerUsers: ["ci"] })).inputs);
    expect(metadata).not.toHaveProperty("ssh-keys");
    expect(metadata["user-data"]).toContain(loginKey.publicKey);
  });

  test("says how user data is packed that would not fit otherwise", async () => {
    const content = "a".repeat(300_000);
    const metadata = metadataOf((await machineWith({ files: [{ path: "/big", content }] })).inputs);
    expect(metadata["user-data-encoding"]).toBe("base64");
    const text = gunzipSync(Buffer.from(metadata["user-data"] ?? "", "base64")).toString();
    expect(text).toContain(content);
  });

  test("takes the caller's keys as well, and the serial port is theirs to open", async () => {
    const metadata = metadataOf((await machineWith({ metadata: { "serial-port-enable": "TRUE", team: "a" } })).inputs);
    expect(metadata).toMatchObject({ "serial-port-enable": "TRUE", team: "a", "enable-oslogin": "FALSE" });
  });
});

describe("the firewall rule", () => {
  const rule = async (args: Partial<GcpDockerHostArgs>) => (await programWith(args)).program.find("web-ssh").inputs;

  test("lets the named networks reach port 22 of this machine alone", async () => {
    expect(await rule({ network: "hosts" })).toEqual({
      description: "SSH to the Docker host web of project/stack",
      network: "hosts",
      direction: "INGRESS",
      allows: [{ protocol: "tcp", ports: ["22"] }],
      sourceRanges: ["203.0.113.0/24"],
      targetTags: [tag],
    });
  });

  test("has another beside it, which counts less and keeps everybody else out of port 22 of this machine", async () => {
    expect((await programWith({ network: "hosts" })).program.find("web-ssh-deny").inputs).toEqual({
      description: "No other SSH to the Docker host web of project/stack",
      network: "hosts",
      direction: "INGRESS",
      priority: 65_533,
      denies: [{ protocol: "tcp", ports: ["22"] }],
      sourceRanges: ["0.0.0.0/0"],
      targetTags: [tag],
    });
  });

  test("lets Identity-Aware Proxy in, with others or alone", async () => {
    const sourceRanges = ["35.235.240.0/20"];
    expect(await rule({ iapTunnelPort: 2222, sshSourceRanges: undefined })).toMatchObject({ sourceRanges });
    expect(await rule({ connectVia: "iap", sshSourceRanges: undefined })).toMatchObject({ sourceRanges });
    expect(await rule({ iapTunnelPort: 2222 })).toMatchObject({ sourceRanges: ["203.0.113.0/24", ...sourceRanges] });
  });

  test("lets the world in where that is written down", async () => {
    const world = ["0.0.0.0/0"];
    expect(await rule({ sshSourceRanges: world, allowSshFromAnywhere: true })).toMatchObject({ sourceRanges: world });
  });
});

describe("the check reaches the machine", () => {
  const proxy = { host: "bastion.example", user: "ops" };
  test.each<[string, Partial<GcpDockerHostArgs>, object]>([
    ["by its public address", {}, { host: "198.51.100.4", port: 22 }],
    ["by its reserved address", { publicAddress: "static" }, { host: "198.51.100.9", port: 22 }],
    ["by its internal address where it has no other", { publicAddress: "none" }, { host: "10.132.0.7", port: 22 }],
    ["through a bastion, by its internal address", { proxy }, { host: "10.132.0.7", port: 22, proxy }],
    [
      "through Identity-Aware Proxy, by its name",
      { connectVia: "iap" },
      {
        ...{ host: "web-machine-1f2e3d4", port: 22 },
        proxyCommand: [
          ...["gcloud", "compute", "start-iap-tunnel", "web-machine-1f2e3d4", "22", "--listen-on-stdin", "--quiet"],
          ...["--zone", "europe-west1-b", "--project", "my-project"],
        ],
      },
    ],
    ["through the tunnel", { iapTunnelPort: pulumi.output(2222) }, { host: "127.0.0.1", port: 2222 }],
  ])("%s", async (_how, args, wanted) => {
    const { program, outputs } = await programWith(args);
    expect(orderOf(program).connection).toMatchObject(wanted);
    const { host, port } = wanted as { host: string; port: number };
    expect(outputs).toMatchObject({ address: host, port, dockerHost: `ssh://rocky@${host}:${port}` });
  });
});

test('with keyType "ecdsa", the key of that kind is read from the machine and pinned, and the login has one as well', async () => {
  const line = makeKeyPair("", "ecdsa").publicKey.trim();
  const published: Reply = (question) => {
    const { variableKey } = question.inputs as { variableKey?: string };
    return variableKey === "hostkeys/ecdsa-sha2-nistp256" ? { variableValue: line.split(" ")[1] } : google(question);
  };
  const { program, outputs } = await programWith({ keyType: "ecdsa" }, undefined, { call: published });
  expect(orderOf(program).connection.hostKey).toBe(line);
  expect(outputs.knownHosts).toBe(`198.51.100.4 ${line}`);
  expect(program.find("web-public-host-key-ecdsa").inputs).toEqual({ input: line });
  const { secret: login } = program.find("web-login-key-ecdsa").inputs.input as { secret: KeyPair };
  expect(metadataOf(program.find("web-machine").inputs)["ssh-keys"]).toContain(login.publicKey.trim());
});

test("the outputs name what was made, the image by the machine's own", async () => {
  const old = newest.replace("v20261101", "v20260101");
  const { outputs, host } = await programWith({}, undefined, {
    answer: async (registered) => {
      const state = await healthy(registered);
      return registered.type === "gcp:compute/instance:Instance"
        ? { ...state, bootDisk: { initializeParams: { image: old } } }
        : state;
    },
  });
  expect(outputs.imageName).toBe("rocky-linux-9-optimized-gcp-v20260101");
  // Not its name, which another machine may bear later.
  expect(outputs.machineId).toBe("4520031799277581759");
  expect(outputs.privateAddress).toBe("10.132.0.7");
  expect(host.firewall).toBeDefined();
  expect(host.instance).toBeDefined();
});
