#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Writes the messages of the API as Python modules: DIR/geotask/v1/*_pb2.py, and what type checkers
# read beside them (*.pyi). Needs protoc. The protos are those of this tree unless PROTO names
# another folder.
#
#     sh client/python/generate.sh DIR [PROTO]
set -eu

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
  echo "usage: sh generate.sh DIR [PROTO]" >&2
  exit 2
fi
out=$1
proto=${2:-$(dirname "$0")/../../proto}

if ! command -v protoc >/dev/null; then
  echo "generate: protoc is missing: install the package protobuf-compiler" >&2
  exit 1
fi
mkdir -p "$out"
protoc --proto_path="$proto" --python_out="$out" --pyi_out="$out" "$proto"/geotask/v1/*.proto
