// SPDX-License-Identifier: Apache-2.0
import { parse } from "yaml";

import { errors } from "../../../cloud-init";
import type { GcpDockerHostArgs } from "../../../components/gcp/args";
import { guestParts } from "../../../components/gcp/guest-parts";
import { gcpHostProblems } from "../../../components/gcp/problems";
import { base, metadataOf, programWith } from "./host-under-test";

const bridge = (mtu: string) => ({ "default-network-opts": { bridge: { "com.docker.network.driver.mtu": mtu } } });
type Docker = GcpDockerHostArgs["docker"];
const given = (docker: Docker) => (guestParts({ ...base, docker }).docker as { daemonConfig: unknown }).daemonConfig;

test.each<[string, Docker, object]>([
  ["by default: what Google's networks carry", undefined, { mtu: 1460, ...bridge("1460") }],
  [
    "the caller's own, for networks made later as well",
    { daemonConfig: { mtu: 8896 } },
    { mtu: 8896, ...bridge("8896") },
  ],
  [
    "what Google's carry, for networks made later, where the caller's is null",
    { daemonConfig: { mtu: null } },
    { mtu: null, ...bridge("1460") },
  ],
  [
    "the caller's own for each",
    { daemonConfig: { mtu: 1400, "default-network-opts": { bridge: { "com.docker.network.driver.mtu": "1300" } } } },
    { mtu: 1400, ...bridge("1300") },
  ],
  [
    "beside what else the caller gives networks",
    { daemonConfig: { "default-network-opts": { bridge: { a: "b" }, overlay: { c: "d" } }, debug: true } },
    {
      mtu: 1460,
      debug: true,
      "default-network-opts": { bridge: { "com.docker.network.driver.mtu": "1460", a: "b" }, overlay: { c: "d" } },
    },
  ],
  ["the default network's alone, where the engine knows no other", { version: "23.0.6" }, { mtu: 1460 }],
  ["both from engine 24 on", { version: "24.0.0" }, { mtu: 1460, ...bridge("1460") }],
])("the packets of containers are as large as: %s", (_what, docker, expected) => {
  expect(given(docker)).toEqual(expected);
  expect(errors(gcpHostProblems("web", { ...base, docker }))).toEqual([]);
});

test.each([null, "text", [], { daemonConfig: null }, { daemonConfig: "text" }, { daemonConfig: { mtu: "1400" } }])(
  "what is wrong with docker: %j is said once, of what the caller wrote",
  (docker) => {
    const problems = gcpHostProblems("web", { ...base, docker } as unknown as GcpDockerHostArgs);
    expect(problems.length).toBeLessThanOrEqual(1);
    for (const { path } of problems) expect(path).toMatch(/^docker(\.daemonConfig(\.mtu)?)?$/);
  },
);

test("dockerd gets it, and the check expects it", async () => {
  const { program } = await programWith();
  const userData = metadataOf(program.find("web-machine").inputs)["user-data"] ?? "";
  const files = (parse(userData) as { write_files: { path: string; content: string }[] }).write_files;
  const daemon = files.find(({ path }) => path === "/etc/docker/daemon.json")?.content ?? "";
  expect(JSON.parse(daemon)).toMatchObject({ mtu: 1460, ...bridge("1460") });
});
