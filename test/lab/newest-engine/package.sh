#!/usr/bin/env bash
# The laboratory's packages with the newest engine in them, as a second repository beside the laboratory's own:
# `package.sh <folder of the laboratory's image> <folder of the engine> <output folder>`.
set -euo pipefail
laboratory=$1
engine=$2
out=$3
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source-path=SCRIPTDIR source=../../../tools/stand-ins/image/rpm.sh
source "$here/../../../tools/stand-ins/image/rpm.sh"
packages=$laboratory/repository/linux/centos/9/x86_64/stable/Packages
version=$(cat "$engine/version")

for name in docker-ce docker-ce-cli; do
  mkdir -p "$work/files/$name"
  find "$packages" -name "$name-[0-9]*.rpm" | sort | head -n 1 | xargs cat | rpm2archive -n - | tar -x -C "$work/files/$name"
done
install -m 755 "$engine/dockerd" "$engine/docker-proxy" "$work/files/docker-ce/usr/bin"
install -m 755 "$engine/docker" "$work/files/docker-ce-cli/usr/bin"
engine "$version"
# The newer release has the same binaries, as in the laboratory's own repository.
engine "${version%.*}.$((${version##*.} + 1))"
cp "$packages"/{containerd.io,docker-buildx-plugin,docker-compose-plugin}-*.rpm "$work/rpms"

rm -rf "$out" "$out.partial"
mkdir -p "$out.partial"
# Hard links: the packages themselves are those of the laboratory.
cp -al "$laboratory/repository" "$out.partial/repository" 2>/dev/null || cp -a "$laboratory/repository" "$out.partial/repository"
publish "$out.partial/repository/newest"
echo "${fingerprint:?}" >"$out.partial/fingerprint"
mv "$out.partial" "$out"
