// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";

import { labImage } from "./image";

export interface MachineSettings {
  name: string;
  cpus: number;
  memoryMiB: number;
  /** The root disk, which has at least the image's size. */
  diskGiB: number;
  /** What the firmware says the computer is: fields of SMBIOS type 1, by which cloud-init recognises the cloud. */
  smbios: Record<string, string>;
  /** Absolute path of the module that answers requests to 169.254.169.254, see serve-metadata.mjs. */
  metadata: string;
  mac: string;
}

/** How many disks can be plugged in while the machine runs. */
export const slots = 4;

/** QEMU's network: everything that the guest can reach lies in it. */
export const network = {
  cidr: "169.254.169.0/24",
  gateway: "169.254.169.2",
  dns: "169.254.169.253",
  metadata: "169.254.169.254",
  repository: "169.254.169.100",
};

const repositoryServer = join(__dirname, "..", "..", "..", "components", "local", "serve-directory.mjs");
const metadataServer = join(__dirname, "serve-metadata.mjs");

/** A machine that becomes an image fills its disk with zeros: here these take no room, and no time. */
const forgetful = "cache=unsafe,discard=unmap,detect-zeroes=unmap";
/** QEMU reads a doubled comma as one. */
const escaped = (text: string) => text.replaceAll(",", ",,");
/** One word for the shell rules by which QEMU takes the command of a guestfwd apart. */
const word = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

export function commandLine(directory: string, settings: MachineSettings): string[] {
  const image = labImage();
  const accelerators = (image.accelerator ?? "kvm:tcg").split(":");
  const serve = (address: string, ...command: string[]) =>
    `guestfwd=tcp:${address}:80-cmd:${escaped([process.execPath, ...command].map(word).join(" "))}`;
  const net = [
    `user,id=net0,net=${network.cidr},host=${network.gateway},dns=${network.dns}`,
    serve(network.metadata, metadataServer, directory, settings.metadata),
    ...(image.repositoryDirectory ? [serve(network.repository, repositoryServer, image.repositoryDirectory)] : []),
  ].join(",");
  // The image's resolv.conf names the name server of QEMU's usual network; where there is none a look-up takes minutes.
  const resolver = `f+ /etc/resolv.conf 0644 root root - nameserver ${network.dns}`;
  return [
    process.arch === "arm64" ? "qemu-system-aarch64" : "qemu-system-x86_64",
    ...["-name", escaped(settings.name), "-machine", process.arch === "arm64" ? "virt" : "q35"],
    ...["-cpu", processor(accelerators), "-smp", String(settings.cpus), "-m", String(settings.memoryMiB)],
    ...["-drive", `file=${escaped(join(directory, "disk.qcow2"))},if=virtio,format=qcow2,${forgetful}`],
    ...["-netdev", net, "-device", `virtio-net-pci,netdev=net0,mac=${settings.mac}`, "-device", "virtio-rng-pci"],
    ...Array.from({ length: slots }, (_, slot) => [
      "-device",
      `pcie-root-port,id=slot${slot},chassis=${slot + 1},slot=${slot + 1}`,
    ]).flat(),
    ...["-smbios", ["type=1", ...Object.entries(settings.smbios).map(([key, value]) => `${key}=${value}`)].join(",")],
    ...["-smbios", `type=11,value=io.systemd.credential:tmpfiles.extra=${escaped(resolver)}`],
    ...["-display", "none", "-serial", "file:console.log", "-qmp", "unix:qmp.sock,server=on,wait=off"],
    ...["-pidfile", join(directory, "qemu.pid"), "-daemonize"],
    ...accelerators.flatMap((accel) => ["-accel", threaded(accel, settings.cpus)]),
    ...(image.kernel
      ? ["-kernel", image.kernel, "-initrd", image.initrd ?? "", "-append", image.kernelArgs ?? ""]
      : []),
  ];
}

/** As components/local does where it emulates: copying byte by byte is slow there. */
function processor(accelerators: string[]): string {
  const isEmulated = process.arch !== "arm64" && accelerators.every((accel) => accel.startsWith("tcg"));
  return isEmulated ? "max,-erms,-fsrm" : "max";
}

/** As components/local does: one processor is emulated with less work where no other can run beside it. */
function threaded(accelerator: string, cpus: number): string {
  return cpus === 1 && /^tcg(,thread=multi)?$/.test(accelerator) ? "tcg,thread=single" : accelerator;
}
