// SPDX-License-Identifier: Apache-2.0
// The aws target on the real engine, with the stand-in for EC2: each test goes on where the one before has ended. What a
// stand-in cannot show stands in test/lab/README.md.
import { readdirSync } from "node:fs";

import { makeKeyPair } from "../../components/key-pair";
import * as host from "../../tools/acceptance/host-cases";
import { CloudStack, whereDataLies } from "./cloud-stack";
import { finish, type Result } from "../child-process";
import { fixedId } from "../lab/ec2/records";
import { ensureDockerImage } from "../lab/docker-image";
import { notPassed, skippedInLaboratory } from "./fresh-clone";

jest.setTimeout(30 * 60_000);

const stack = new CloudStack({ target: "aws", stack: "dev", standIn: "ec2", machine: "aws:ec2/instance:Instance" });
// How Docker gets onto a machine is seen in local.test.ts and gcp.test.ts.
beforeAll(() => stack.create(ensureDockerImage));
afterAll(() => stack.remove());

test("without a rule that lets this computer in, up fails and names the group and who may enter", async () => {
  // Pulumi.dev.yaml names a network that is nobody's.
  stack.set({ ssh: 20 }, "health");
  stack.set(fixedId("subnet", "eu-central-1", "default", "a"), "subnetId");
  stack.set({ sizeGiB: 2 }, "dataVolume");
  stack.set("/data/docker", "docker", "dataRoot");
  const { status, output } = await stack.up();
  expect(status).not.toBe(0);
  expect(output).toMatch(/✖ docker-host: the machine does not answer \(stage ssh, after \d+ s\)/);
  expect(output).toMatch(/fix: security group sg-\w+ lets port 22 in from\s+203\.0\.113\.0\/24/);
});

test("with the rule the same machine is verified, by every probe", async () => {
  stack.set(["127.0.0.0/8"], "sshIngressCidrs");
  stack.set({}, "health");
  expect((await stack.preview()).output).not.toContain("replace");
  await host.comesUp(stack);
  const { health } = await stack.outputs();
  expect(health.healthy).toBe(true);
  expect(notPassed(health)).toEqual(skippedInLaboratory);
});

test("Docker's data lies on the data volume, which was formatted and mounted where it was asked for", async () => {
  const { output } = await stack.ssh(whereDataLies);
  expect(output).toMatch(/^xfs +\/dev\/nvme\S+ +\/data\n\/data\/docker\n$/);
  expect(await stack.ssh("sudo touch /data/marker && sync")).toMatchObject({ status: 0 });
});

test("cloud-init took its user data from the metadata service, which answers no request without a token", async () => {
  const ask = "curl -s -o /dev/null -w '%{http_code}\\n' http://169.254.169.254/latest/meta-data/";
  const { output } = await stack.ssh(`cloud-id; ${ask}; docker run --help >/dev/null && docker ps -q`);
  expect(output).toBe("aws\n401\n");
});

test("a second up and a refresh change nothing", async () => {
  await host.staysAsItIs(stack);
});

test("through an EC2 Instance Connect Endpoint the same machine is checked and entered, from within the VPC alone", async () => {
  const [before] = await instances();
  stack.set("instanceConnect", "connectVia");
  stack.set(undefined, "sshIngressCidrs");
  expect(await stack.up()).toMatchObject({ status: 0 });
  expect(await instances()).toEqual([before]);
  expect(await stack.sshByConfig("docker ps -q")).toMatchObject({ status: 0, output: "" });
});

test("neither keys nor user data stand in plain text in the state", () => host.keepsSecrets(stack));

const alice = () => ({ user: "alice", privateKey: keyPair.privateKey });
let keyPair = makeKeyPair("alice");
/** What stays where access changes in place: the machine, its boot and what runs on it. */
const running = async () => [
  await instances(),
  (
    await stack.ssh(
      "cat /proc/sys/kernel/random/boot_id; docker ps --no-trunc --format '{{.ID}} {{.Status}}' | cut -d' ' -f1,2",
    )
  ).output,
];
let stays: Awaited<ReturnType<typeof running>>;
let session: Promise<Result>;

/** Has alice's key of now, or another one, in the settings. */
function setAlice(settings: object = { sshAuthorizedKeys: [keyPair.publicKey] }): void {
  stack.set([{ name: "alice", ...settings }], "users");
}

describe("on the running machine, beside a container that runs on,", () => {
  test("a new user gets a key and Docker, which preview says", async () => {
    // The machine is reached by its address again.
    stack.set(undefined, "connectVia");
    stack.set(["127.0.0.0/8"], "sshIngressCidrs");
    expect(await stack.up()).toMatchObject({ status: 0 });
    const image = "mkdir -p e/usr && ln -s usr/{bin,lib,lib64,sbin} e/ && tar -C e -c . | docker import - of-the-host";
    const run = "docker run -d -v /usr:/usr:ro --pull never --network none of-the-host /usr/bin/sleep infinity";
    expect(await stack.ssh(`${image} && ${run}`)).toMatchObject({ status: 0 });
    stays = await running();
    setAlice();
    stack.set(["rocky", "alice"], "dockerUsers");
    const { output } = await stack.pulumi("preview");
    expect(output).toContain("changed: users, dockerUsers; access is changed on the running machine");
    expect(output).not.toContain("replace ");
    expect(await stack.up()).toMatchObject({ status: 0 });
    expect(await running()).toEqual(stays);
    expect(await stack.ssh("docker ps -q | wc -l", alice())).toMatchObject({ status: 0, output: "1\n" });
  });

  test("a key is another one, and who leaves dockerUsers has no session any more that could use Docker", async () => {
    session = finish(await stack.session("sleep 3600", alice()));
    const old = alice();
    keyPair = makeKeyPair("alice");
    setAlice();
    stack.set(["rocky"], "dockerUsers");
    expect(await stack.up()).toMatchObject({ status: 0 });
    expect(await running()).toEqual(stays);
    expect((await session).status).not.toBe(0);
    expect((await stack.ssh("true", old)).output).toContain("Permission denied");
    const { status, output } = await stack.ssh("id -nG; docker ps", alice());
    expect([status, output]).toEqual([1, expect.stringMatching(/^alice\n[^]*permission denied/)]);
  });

  test("a user who is taken out cannot log in, loses what was open, and keeps the home", async () => {
    session = finish(await stack.session("touch mine; sleep 3600", alice()));
    expect(await stack.ssh("until sudo test -e /home/alice/mine; do sleep 1; done")).toMatchObject({ status: 0 });
    stack.set(undefined, "users");
    expect(await stack.up()).toMatchObject({ status: 0 });
    expect(await running()).toEqual(stays);
    expect((await session).status).not.toBe(0);
    expect((await stack.ssh("true", alice())).status).toBe(255);
    const left =
      "sudo find /home/alice -name mine -o -name authorized_keys -size +0; sudo getent shadow alice | cut -d: -f8";
    expect((await stack.ssh(left)).output).toBe("/home/alice/mine\n1\n");
    expect(await stack.pulumi("up --yes --skip-preview --expect-no-changes")).toMatchObject({ status: 0 });
    const { health } = await stack.outputs();
    expect(health.probes.find(({ probe }) => probe === "access")).toMatchObject({ status: "pass" });
    await stack.ssh("docker rm -f $(docker ps -q)");
  });
});

test("another docker user and more than 16 KB of user data replace the machine, which preview says, and not its data", async () => {
  stack.set([{ name: "alice" }], "users");
  stack.set(["rocky", "alice"], "dockerUsers");
  const content = Array.from({ length: 1500 }, (_, i) => `line ${i} of a long file`).join("\n");
  stack.set([{ path: "/etc/long", content }], "files");
  await host.previewReplaces(stack, "users, dockerUsers, files");
  await host.isReplaced(stack);
  const { health } = await stack.outputs();
  expect(health.probes.find(({ probe }) => probe === "membership")?.detail).toContain("alice");
  expect(await stack.ssh("sha256sum </etc/long; wc -l </etc/long")).toMatchObject({ status: 0 });
  expect(await stack.ssh("ls /data/marker")).toMatchObject({ status: 0 });
});

test("a machine that its time to live has ended is gone after refresh, and destroy leaves nothing", async () => {
  // Pulumi.dev.yaml gives it 8 hours. EC2 has it until it is off; SSH is gone before that.
  await host.endsItself(stack, "9 hours");
  const refreshed = await host.goesByItself(stack, 10);
  // The machine, and the attachment of its volume, which may be seen to be gone before it.
  expect(refreshed.output).toMatch(/- [12] deleted/);
  expect(await instances()).toEqual([]);
  host.wentWell(await stack.destroy());
  expect(readdirSync(stack.folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile())).toEqual(
    [],
  );
});

const instances = () => stack.machines();
