#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The API passes buf's lint and looks as buf formats it. The rules are in buf.yaml. What is installed
# are the packages with the program itself, of which npm takes the one for this machine.
#
#     check_proto.sh DIR     buf is installed into DIR, once a version.
set -eu

folder=$1
here=$(cd "$(dirname "$0")" && pwd)

mkdir -p "$folder"
if ! cmp -s "$here/package-lock.json" "$folder/installed.json"; then
  cp "$here/package.json" "$here/package-lock.json" "$folder/"
  (cd "$folder" && npm ci --no-audit --no-fund)
fi
buf=$(echo "$folder"/node_modules/@bufbuild/buf-linux-*/bin/buf) # The one for this machine.
if [ ! -x "$buf" ]; then # npm does not mind when an optional package cannot be had.
  echo "buf could not be installed: does npm reach its registry, and is this machine x86-64 or arm64?"
  exit 1
fi
cp "$here/package-lock.json" "$folder/installed.json"

cd "$here/../.."
"$buf" lint
"$buf" format --diff --exit-code proto || {
  echo "hint: $buf format --write proto"
  exit 1
}
