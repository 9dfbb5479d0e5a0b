// SPDX-License-Identifier: Apache-2.0
import type { CloudConfig, DockerSpec } from "../../../../cloud-init";
import { saidOfKeys } from "./said";

describe("options of the storage driver", () => {
  const cases: [string, CloudConfig, Partial<DockerSpec>, string[]][] = [
    [
      "that it lost with engine 24",
      { "storage-opts": ["overlay2.override_kernel_check=true"] },
      { version: "28.5.2" },
      [
        'error: ["storage-opts"][0]: "overlay2.override_kernel_check=true" is no option of the storage driver overlay2, which takes overlay2.size; remove it',
      ],
    ],
    [
      "of another driver",
      { "storage-driver": "overlay2", "storage-opts": ["dm.basesize=20G"] },
      {},
      [
        'error: ["storage-opts"][0]: "dm.basesize=20G" is no option of the storage driver overlay2, which takes overlay2.size; remove it',
      ],
    ],
    [
      "where containerd keeps the images",
      { "storage-opts": ["overlay2.size=20G"] },
      {},
      [
        'warning: ["storage-opts"][0]: "overlay2.size=20G" is not looked at: containerd keeps the images; remove it, or set storage-driver to "overlay2"',
      ],
    ],
    [
      "where containerd was asked to keep the images",
      { features: { "containerd-snapshotter": true }, "storage-opts": ["btrfs.min_space=1G"] },
      {},
      [
        'warning: ["storage-opts"][0]: "btrfs.min_space=1G" is not looked at: containerd keeps the images; remove it, or set storage-driver to "btrfs" and features["containerd-snapshotter"] to false',
      ],
    ],
    [
      "that no driver has any more, where containerd keeps the images",
      { "storage-opts": ["overlay2.override_kernel_check=true"] },
      {},
      [
        'warning: ["storage-opts"][0]: "overlay2.override_kernel_check=true" is not looked at: containerd keeps the images; remove it',
      ],
    ],
    [
      "of a driver that is gone",
      { "storage-driver": "devicemapper", "storage-opts": ["dm.basesize=20G"] },
      {},
      ['error: ["storage-driver"]: "devicemapper" is in no engine from 25.0.0 on; remove it for overlay2'],
    ],
    [
      "without a value",
      { "storage-opts": ["size"] },
      { version: "28.5.2" },
      ['error: ["storage-opts"][0]: "size" is not of the form "option=value"'],
    ],
    ["of its own", { "storage-opts": ["overlay2.size=20G"] }, { version: "28.5.2" }, []],
    ["of its own, chosen", { "storage-driver": "btrfs", "storage-opts": ["btrfs.min_space=1G"] }, {}, []],
    ["of a driver from elsewhere", { "storage-driver": "mine", "storage-opts": ["a=b"] }, {}, []],
    [
      "with the image store of old",
      { features: { "containerd-snapshotter": false }, "storage-opts": ["overlay2.size=20G"] },
      {},
      [],
    ],
  ];
  test.each(cases)("%s", (_what, config, docker, expected) => {
    expect(saidOfKeys(config, docker)).toEqual(expected);
  });
});

describe("runtimes", () => {
  const cases: [CloudConfig, string[]][] = [
    [{ "default-runtime": "nvidia" }, ['error: ["default-runtime"]: "nvidia" is not in runtimes; there are "runc"']],
    [
      { "default-runtime": "nvidia", runtimes: { crun: { path: "/usr/bin/crun" } } },
      ['error: ["default-runtime"]: "nvidia" is not in runtimes; there are "runc", "crun"'],
    ],
    [
      { runtimes: { runc: { path: "/usr/bin/runc" } } },
      [`error: .runtimes.runc: "runc" is Docker's own; choose another name`],
    ],
    [{ runtimes: { crun: {} } }, ["error: .runtimes.crun: has neither path nor runtimeType; give one of them"]],
    [
      { runtimes: { crun: { path: "/usr/bin/crun", runtimeType: "io.containerd.runc.v2" } } },
      ["error: .runtimes.crun: has both path and runtimeType; remove one of them"],
    ],
    [{ "default-runtime": "nvidia", runtimes: { nvidia: { path: "nvidia-container-runtime" } } }, []],
    // What nvidia-ctk writes, with more below it that is ignored.
    [{ "default-runtime": "nvidia", runtimes: { nvidia: { args: [], path: "nvidia-container-runtime" } } }, []],
    [
      { "default-runtime": "nvidia", runtimes: { nvidia: { path: "nvidia-container-runtime", colour: "green" } } },
      [expect.stringMatching(/^warning: \.runtimes\.nvidia\.colour: is not known to dockerd/) as string],
    ],
    [{ "default-runtime": "io.containerd.kata.v2" }, []],
    [{ "default-runtime": "runc" }, []],
  ];
  test.each(cases)("%j", (config, expected) => {
    expect(saidOfKeys(config)).toEqual(expected);
  });
});
