// SPDX-License-Identifier: Apache-2.0
// The gcp target on the real engine, with the stand-ins for Google's compute API, metadata server and image: each test
// goes on where the one before has ended. What they cannot show stands in test/lab/README.md.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";

import { makeKeyPair } from "../../components/key-pair";
import * as host from "../../tools/acceptance/host-cases";
import { CloudStack, whereDataLies } from "./cloud-stack";
import { ensureGceImage } from "../lab/gce/image";
import { SecretsOnAHost } from "./secrets-on-a-host";
import { notPassed, skippedInLaboratory } from "./fresh-clone";

jest.setTimeout(30 * 60_000);

const machine = "gcp:compute/instance:Instance";
const stack = new CloudStack({ target: "gcp", stack: "dev-gcp", standIn: "gce", machine });
const secretsOnIt = new SecretsOnAHost(stack, "gcp");
beforeAll(() => stack.create(ensureGceImage));
afterAll(() => stack.remove());
afterAll(() => secretsOnIt.stop());

const forged = () => join(stack.folder, "guest-attributes.json");
let readAgain = "";

const probe = async (name: string) => (await stack.outputs()).health.probes.find(({ probe }) => probe === name);
const letsThisComputerIn = (address: string) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(22, address, () => resolve(true)).on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });
const recheck = async (text: string) => {
  await stack.pulumi(`config set recheck ${text}`);
  return stack.up();
};

test("up brings cloud-init to the image, and every probe passes", async () => {
  stack.set(["127.0.0.0/8"], "sshSourceRanges");
  stack.set({ sizeGiB: 10 }, "dataDisk");
  stack.set("/data/docker", "docker", "dataRoot");
  await secretsOnIt.order();
  await host.comesUp(stack);
  const { health } = await stack.outputs();
  expect(health.healthy).toBe(true);
  expect(notPassed(health)).toEqual(skippedInLaboratory);
  expect(await probe("cloud-init")).toMatchObject({ detail: "done, datasource DataSourceGCELocal" });
  const began = "sudo grep -c 'bootstrap: begins' /var/log/docker-host-install.log";
  expect((await stack.ssh(`rpm -q cloud-init; ${began}`)).output).toMatch(/^cloud-init-\S+\n1\n$/);
});

secretsOnIt.tests();

test("Docker's data lies on the data disk, which was formatted and mounted where it was asked for", async () => {
  const { output } = await stack.ssh(whereDataLies);
  expect(output).toMatch(/^xfs +\/dev\/vd\S+ +\/data\n\/data\/docker\n$/);
});

test("the host's key was known before the first connection", async () => {
  const { knownHosts } = await stack.outputs();
  const { output } = await stack.ssh("cut -d' ' -f1,2 /etc/ssh/ssh_host_ed25519_key.pub");
  expect(knownHosts).toContain(output.trim());
});

test("a second up and a refresh change nothing", async () => {
  await host.staysAsItIs(stack);
});

test("neither keys nor user data stand in plain text in the state", () => host.keepsSecrets(stack));

test("after a restart the start-up script runs again and changes nothing, and a key in the metadata is reported", async () => {
  const [folder = ""] = readdirSync(join(stack.folder, "machines"));
  const file = join(stack.folder, "machines", folder, "instance.json");
  const key = `extra:${makeKeyPair("extra").publicKey}`;
  // As somebody with rights in the project would add it; Google's agent makes the user and puts it into docker.
  const seen = readFileSync(file, "utf8");
  writeFileSync(file, seen.replace(/("ssh-keys":\s*")/, `$1${key}\\n`));
  expect(readFileSync(file, "utf8")).not.toBe(seen);
  const files = "/var/lib/docker-host/result.json /etc/ssh/ssh_host_ed25519_key.pub /etc/docker/daemon.json";
  const before = await stack.ssh(`sha256sum ${files}; cat /proc/sys/kernel/random/boot_id`);
  // Whoever logs in after that does so on the next boot.
  const reboot = "sudo systemctl stop ssh.socket ssh && sudo systemd-run -q sh -c 'sleep 1; systemctl reboot'";
  expect(await stack.ssh(reboot)).toMatchObject({ status: 0 });
  expect(await recheck("restarted")).toMatchObject({ status: 0 });
  const after = await stack.ssh(`sha256sum ${files}; cat /proc/sys/kernel/random/boot_id`);
  expect(after.output.split("\n").slice(0, 3)).toEqual(before.output.split("\n").slice(0, 3));
  expect(after.output).not.toBe(before.output);
  expect(await stack.ssh("systemctl show -p Result,ExecMainStatus google-startup-scripts")).toMatchObject({
    output: "Result=success\nExecMainStatus=0\n",
  });
  expect(await probe("members")).toMatchObject({ status: "warn", detail: expect.stringContaining("extra") as string });
  // cloud-init runs on the first boot alone; what it has left mounts the data disk and has its file system grow.
  const grown = await stack.ssh(`${whereDataLies}; systemctl show -p Result,ActiveState systemd-growfs@data`);
  expect(grown.output).toMatch(/^xfs .* \/data\n\/data\/docker\nResult=success\nActiveState=active\n$/);
});

test("through Identity-Aware Proxy the same machine is checked and entered, and nobody else is let in", async () => {
  const [before] = await stack.resources();
  const { address } = await stack.outputs();
  stack.set("iap", "connectVia");
  stack.set(undefined, "sshSourceRanges");
  expect(await stack.up()).toMatchObject({ status: 0 });
  expect(await stack.resources()).toMatchObject([{ id: before?.id }]);
  expect(await letsThisComputerIn(address)).toBe(false);
  expect(await stack.sshByConfig("docker ps -q")).toMatchObject({ status: 0, output: "" });
});

test("changed user data replaces the machine, which preview says", async () => {
  stack.set(["true"], "commands");
  await host.previewReplaces(stack, "commands");
  stack.set(undefined, "commands");
});

test("a machine that has another host key than it has published is refused", async () => {
  // Whoever may enter by address is let in again by this update as well.
  stack.set(undefined, "connectVia");
  stack.set(["127.0.0.0/8"], "sshSourceRanges");
  const stranger = makeKeyPair("stranger").publicKey.split(" ")[1] ?? "";
  writeFileSync(forged(), JSON.stringify({ "hostkeys/ssh-ed25519": stranger }));
  stack.set({ ssh: 20 }, "health");
  // The key is read once for each machine; this one's is read once more.
  const [key] = (await stack.resources("pulumi:index:Stash")).filter(({ urn }) => urn.endsWith("-public-host-key"));
  await stack.pulumi("config set recheck stranger");
  const { status, output } = await stack.pulumi(`up --yes --skip-preview --replace '${key?.urn}'`);
  expect(status).not.toBe(0);
  expect(output).toMatch(
    /✖ docker-host: nobody is let in \(stage ssh, after \d+ s\)\s+the host key is not the one that was expected: the host has\s+ssh-ed25519\s+SHA256:/,
  );
  [, readAgain = ""] = /pulumi (up --stack \S+ --replace '\S+')$/m.exec(output) ?? [];
});

test("the command that the failure names has the machine's own key read again", async () => {
  rmSync(forged());
  expect(await stack.pulumi(`${readAgain} --yes --skip-preview`)).toMatchObject({ status: 0 });
  expect(await letsThisComputerIn((await stack.outputs()).address)).toBe(true);
});

test("destroy leaves nothing", async () => {
  host.wentWell(await stack.destroy());
  const left = readdirSync(stack.folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  expect(left.map(({ name }) => name)).toEqual([]);
});
