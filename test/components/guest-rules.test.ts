// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../cloud-init";
import { awsHostProblems } from "../../components/aws/problems";
import type { DockerHostArgs } from "../../components/docker-host-args";
import { gcpHostProblems } from "../../components/gcp/problems";
import { pinnedKey } from "../../components/guest-rules";
import { checkedSpec } from "../../components/host-spec";
import { localHostProblems } from "../../components/local/problems";

const lines = (problems: Problem[]) =>
  problems.map(({ severity, path, message }) => `${severity}: ${path}: ${message}`);
const platforms = {
  aws: (args: DockerHostArgs) => lines(awsHostProblems({ sshIngressCidrs: ["203.0.113.0/24"], ...args })),
  gcp: (args: DockerHostArgs) => lines(gcpHostProblems("web", { sshSourceRanges: ["203.0.113.0/24"], ...args })),
  local: (args: DockerHostArgs) => lines(localHostProblems({ image: { name: "Rocky 9", disk: "/image" }, ...args })),
};
const each = Object.entries(platforms);

const ourKey =
  "error: cloudConfig.ssh_keys: must not be set: the machine's key is made and pinned by this package; remove it";

test.each(each)("%s: another key of the machine is refused in the constructor", (_name, problems) => {
  expect(problems({ cloudConfig: { ssh_keys: { ed25519_private: "x" } } })).toEqual([ourKey]);
  expect(problems({ files: [{ path: "/etc/ssh/ssh_host_ed25519_key", content: "x" }] })).toEqual([
    `error: files[0].content: "/etc/ssh/ssh_host_ed25519_key" must not be written: the machine's key is made and pinned by this package; remove it`,
  ]);
});

test("what is known late is held to the same rules", () => {
  const files = [{ path: "/etc/ssh/sshd_config.d/1.conf", content: "AllowUsers ci" }];
  const late = { login: "rocky", files, cloudConfig: { ssh_keys: {} } };
  expect(() => checkedSpec(late, pinnedKey)).toThrow(/2 problems:\nfiles\[0\]\.content: .*\ncloudConfig\.ssh_keys: /);
});

describe("on Google Cloud, where the machine makes its key", () => {
  const problems = (hostKeyFrom: "guestAttributes" | "injected" | "unchecked", cloudConfig: object) =>
    lines(
      gcpHostProblems("web", { sshSourceRanges: ["203.0.113.0/24"], hostKeyFrom, cloudConfig: { ...cloudConfig } }),
    );

  test("that key must stay where it is read from Google", () => {
    const message =
      "error: cloudConfig.ssh_deletekeys: must not be true: it takes away the machine's key, by which it is known to Google; take it out";
    expect(problems("guestAttributes", { ssh_deletekeys: true })).toEqual([message]);
    expect(problems("guestAttributes", { ssh_deletekeys: false })).toEqual([]);
    expect(problems("injected", { ssh_deletekeys: true })).toEqual([]);
  });

  test("where nobody looks at the key, the caller may bring one", () => {
    const keys = { ssh_keys: { ed25519_private: "x" }, ssh_deletekeys: true };
    expect(problems("unchecked", keys)).toEqual([]);
    expect(problems("injected", keys)).toEqual([ourKey]);
  });
});

describe("ports of firewalld", () => {
  const ports = { firewalldPorts: ["9100/tcp"] };
  const [fails, add] = ["so that the installation fails", `add "firewalld" to docker.packages`];

  test.each<[keyof typeof platforms, string[]]>([
    ["aws", [`error: firewalldPorts: the image has no firewalld, ${fails}; use ingress, or ${add}`]],
    ["local", [`warning: firewalldPorts: Rocky's own images have no firewalld, ${fails}; ${add}`]],
    ["gcp", []],
  ])("on %s, whose image has none or has one", (name, expected) => {
    expect(platforms[name](ports)).toEqual(expected);
  });

  test.each(each)("%s: may be opened where it is installed", (_name, problems) => {
    expect(problems({ ...ports, docker: { packages: ["firewalld"] } })).toEqual([]);
    expect(problems({ ...ports, docker: { packages: ["firewalld-1.3.4"] } })).toEqual([]);
  });
});

describe("the data disk", () => {
  type Disk = (mountPath: string | undefined, args: DockerHostArgs) => string[];
  const disks: [string, Disk][] = [
    [
      "aws",
      (mountPath, args) =>
        platforms.aws({
          ...args,
          ...{ subnetId: "subnet-0a", dataVolume: { sizeGiB: 10, ...(mountPath !== undefined && { mountPath }) } },
        }),
    ],
    [
      "gcp",
      (mountPath, args) =>
        platforms.gcp({ ...args, ...{ dataDisk: { sizeGiB: 10, ...(mountPath !== undefined && { mountPath }) } } }),
    ],
  ];
  const stays = (disk: string) =>
    `images, volumes and containers stay on the root disk and end with the machine; set it to "${disk}/docker"`;
  const root = (dataRoot: string) => ({ docker: { dataRoot } });

  test.each(disks)("%s: is warned about where Docker's data lies elsewhere", (_name, said) => {
    expect(said(undefined, {})).toEqual([`warning: docker.dataRoot: is missing: ${stays("/data")}`]);
    expect(said("/srv", root("/data/docker"))).toEqual([
      `warning: docker.dataRoot: "/data/docker" is not on the data disk: ${stays("/srv")}`,
    ]);
    expect(said("/data", { commands: ["mkdir /database"] })).toHaveLength(1);
  });

  test.each(disks)("%s: must not lie inside Docker's folder, which may be used before it is mounted", (_name, said) => {
    expect(said("/srv/docker/volumes", root("/srv/docker"))).toEqual([
      `error: docker.dataRoot: "/srv/docker" holds the folder of the data disk, "/srv/docker/volumes", and Docker may start before that is mounted; use a folder on the disk, for example "/srv/docker/volumes/docker"`,
    ]);
  });

  test.each(disks)("%s: is not mounted over a part of Docker's own data", (name, said) => {
    const path = name === "aws" ? "dataVolume.mountPath" : "dataDisk.mountPath";
    for (const folder of ["/var/lib/docker", "/var/lib/containerd", "/var/lib/docker/volumes"]) {
      expect(said(folder, {})).toEqual([
        `error: ${path}: "${folder}" is only a part of Docker's data, and has other labels than a new disk; use "/data", and set docker.dataRoot to "/data/docker"`,
      ]);
    }
  });

  test.each(disks)("%s: is right with Docker's data on it, or where it is for something else", (_name, said) => {
    expect(said("/srv", root("/srv"))).toEqual([]);
    expect(said(undefined, root("/data/docker"))).toEqual([]);
    expect(said(undefined, { commands: ["mkdir /data/db"] })).toEqual([]);
    expect(said(undefined, { files: [{ path: "/etc/backup", content: "FROM=/data\n" }] })).toEqual([]);
  });
});
