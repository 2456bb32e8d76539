#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Installs buf, once a version, and prints where it is. What is installed are the packages with the
# program itself, of which npm takes the one for this machine.
#
#     buf=$(sh install_buf.sh DIR)
set -eu

mkdir -p "$1"
folder=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)

if ! cmp -s "$here/package-lock.json" "$folder/installed.json"; then
  cp "$here/package.json" "$here/package-lock.json" "$folder/"
  (cd "$folder" && npm ci --no-audit --no-fund) >&2
fi
buf=$(echo "$folder"/node_modules/@bufbuild/buf-linux-*/bin/buf) # The one for this machine.
if [ ! -x "$buf" ]; then # npm does not mind when an optional package cannot be had.
  echo "buf could not be installed: does npm reach its registry, and is this machine x86-64 or arm64?" >&2
  exit 1
fi
cp "$here/package-lock.json" "$folder/installed.json"
echo "$buf"
