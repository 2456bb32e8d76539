#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Installs grpcurl, once a version, and prints where it is. Where it cannot be had, says why and ends
# with exit code 3. The version is one that Debian 12's Go can build.
#
#     install_grpcurl.sh DIR
set -eu

version=v1.9.1
folder=$1/$version

cannot() {
  echo "grpcurl is not there: $*"
  exit 3
}

if [ ! -x "$folder/grpcurl" ]; then
  command -v go >/dev/null || cannot "no go on the PATH (Debian: golang-go)"
  mkdir -p "$folder"
  # The toolchain that is here, or none: a newer one is not fetched. Slow networks have ten minutes.
  GOBIN=$folder GOTOOLCHAIN=local timeout 600 \
    go install "github.com/fullstorydev/grpcurl/cmd/grpcurl@$version" >"$folder/log" 2>&1 ||
    cannot "go could not install it: $(tail -n 1 "$folder/log")"
fi
echo "$folder/grpcurl"
