#!/bin/bash
# Stands in for Google's metadata script runner: runs the instance's start-up script, on every boot, as root, and reads
# what it says with Google's limit. How the script ended is logged and fails nothing, as with Google's.
set -euo pipefail
[[ ${1:-} == startup ]] || { echo "usage: google_metadata_script_runner startup" >&2 && exit 2; }
url=http://metadata.google.internal/computeMetadata/v1/instance/attributes/startup-script
script=$(mktemp /tmp/startup-script.XXXXXX)
trap 'rm -f "$script"' EXIT
code=$(curl -sS --noproxy '*' --retry 5 --retry-connrefused --max-time 30 -H 'Metadata-Flavor: Google' -o "$script" -w '%{http_code}' "$url")
if [[ $code == 404 ]]; then
  echo "no startup script in the metadata"
  exit 0
fi
[[ $code == 200 ]] || { echo "the metadata server answered $code" >&2 && exit 1; }
chmod 700 "$script"
status=0
"$script" 2>&1 | google_metadata_script_reader || status=${PIPESTATUS[0]}
echo "startup-script exit status $status"
