#!/usr/bin/env bash
# The laboratory's registry, from distribution's Go module: `build.sh <file>`. Some 90 seconds of one processor.
set -euo pipefail
out=$1
version=v3.1.2
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
partial=$out.partial
export CGO_ENABLED=0 GOGC=400 GOFLAGS='-trimpath -gcflags=all=-dwarf=false -mod=mod'

rm -rf "$partial"
mkdir -p "$partial"
trap 'rm -rf "$partial"' EXIT
cp "$here/main.go" "$partial"
cd "$partial"
go mod init registry
go mod edit -require "github.com/distribution/distribution/v3@$version"
go build -ldflags "-s -w" -o registry .
mv registry "$out"
