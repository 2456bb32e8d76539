#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The API passes buf's lint and looks as buf formats it. The rules are in buf.yaml.
#
#     check_proto.sh DIR     buf is installed into DIR, once a version.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
buf=$(sh "$here/install_buf.sh" "$1")

cd "$here/../.."
"$buf" lint
"$buf" format --diff --exit-code proto || {
  echo "hint: $buf format --write proto"
  exit 1
}
