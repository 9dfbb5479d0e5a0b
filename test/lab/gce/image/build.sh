#!/usr/bin/env bash
# Google's image of Rocky Linux 9 out of the laboratory's: no cloud-init, the guest agent, and a repository that has
# cloud-init as an RPM: `build.sh <folder of the laboratory's image> <output folder>`.
# The file system is changed from outside with debugfs, so that neither root nor a mount is needed, and it takes seconds.
# Kernel and initrd stay the laboratory's.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
laboratory=${1:?usage: build.sh <folder of the laboratory\'s image> <output folder>}
out=${2:?usage: build.sh <folder of the laboratory\'s image> <output folder>}
partial=$out.partial

rm -rf "$partial"
mkdir -p "$partial/work"
trap 'rm -rf "$partial"' EXIT
qemu-img convert -f qcow2 -O raw "$laboratory/root.qcow2" "$partial/work/root.raw"
bash "$here/take-cloud-init.sh" "$partial/work/root.raw" "$partial/work/cloud-init"
# Hard links: the packages themselves are those of the laboratory.
cp -al "$laboratory/repository" "$partial/repository" 2>/dev/null || cp -a "$laboratory/repository" "$partial/repository"
bash "$here/package-cloud-init.sh" "$partial/work/cloud-init" "$partial/repository/rocky/9/baseos"
bash "$here/add-agent.sh" "$partial/work/root.raw" "$partial/repository/rocky/RPM-GPG-KEY-laboratory"
qemu-img convert -f raw -O qcow2 "$partial/work/root.raw" "$partial/root.qcow2"
rm -rf "$partial/work"
chmod -R a+rX "$partial"
rm -rf "$out"
mv "$partial" "$out"
