#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Installs what the examples for Node need, once a version, and prints where it is: a value for
# NODE_PATH.
#
#     NODE_PATH=$(sh install_node.sh DIR)
set -eu

mkdir -p "$1"
folder=$(cd "$1" && pwd)
examples=$(cd "$(dirname "$0")/../../client/examples/node" && pwd)

if ! cmp -s "$examples/package-lock.json" "$folder/installed.json"; then
  cp "$examples/package.json" "$examples/package-lock.json" "$folder/"
  (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund) >&2
  cp "$examples/package-lock.json" "$folder/installed.json"
fi
echo "$folder/node_modules"
