#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Makes Python code from the API's protos, into a folder that the examples then find:
#
#     sh make_stubs.sh build/stubs
#     PYTHONPATH=build/stubs python3 connect.py 127.0.0.1:9090
#
# Debian: protobuf-compiler protobuf-compiler-grpc python3-grpcio python3-protobuf. Elsewhere
# `python3 -m grpc_tools.protoc` (package grpcio-tools) takes the place of protoc and its plugin,
# with --grpc_python_out for --grpc_out.
set -eu

proto=$(cd "$(dirname "$0")/../../../proto" && pwd)
mkdir -p "$1"
protoc -I "$proto" --plugin=protoc-gen-grpc="$(command -v grpc_python_plugin)" \
  --python_out="$1" --grpc_out="$1" "$proto"/geotask/v1/*.proto
