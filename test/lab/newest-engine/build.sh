#!/usr/bin/env bash
# The newest Docker Engine that the Go module proxy serves: `build.sh <folder>`. Some six minutes on two cores.
set -euo pipefail
out=$1
# The daemon's module has a number of its own; the release is the command's of the same day.
daemon=v2.0.0-beta.24
release=29.8.1
partial=$out.partial
# As the Pulumi CLI is built (tools/engine/build.ts), so that Go compiles its own library once for both.
export CGO_ENABLED=0 GOGC=400 GOFLAGS='-trimpath -gcflags=all=-dwarf=false'

rm -rf "$partial"
mkdir -p "$partial"
trap 'rm -rf "$partial"' EXIT
GOBIN=$partial go install -ldflags "-s -w -X github.com/moby/moby/v2/dockerversion.Version=$release" \
  "github.com/moby/moby/v2/cmd/"{dockerd,docker-proxy}"@$daemon"
# The command's module has no go.mod under that name, and without one Go takes it for older than it is.
sources=$(go mod download -json "github.com/docker/cli@v$release+incompatible" | sed -n 's/^\s*"Dir": "\(.*\)",$/\1/p')
cp -r "$sources" "$partial/cli"
chmod -R u+w "$partial/cli"
cd "$partial/cli"
rm -r vendor
mv vendor.mod go.mod
mv vendor.sum go.sum
go build -ldflags "-s -w -X github.com/docker/cli/cli/version.Version=$release" -o "$partial/docker" ./cmd/docker
rm -r "$partial/cli"
echo "$release" >"$partial/version"
mv "$partial" "$out"
