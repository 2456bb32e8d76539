#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# C++ looks as .clang-format says to the clang-format of Debian 12; each version reads it a little
# differently, so with another one nothing is checked (exit code 77). Mend what differs with:
#
#     sh tests/style/check_format.sh --fix
set -eu

version=14
if ! clang-format --version | grep -q "version $version\."; then
  echo "NOT RUN: this is $(clang-format --version); the code is formatted by version $version"
  exit 77
fi

cd "$(dirname "$0")/../.."
if [ "${1:-}" = "--fix" ]; then
  action="-i"
else
  action="--dry-run --Werror"
fi
# shellcheck disable=SC2086 # The action is two words.
find server client tests deploy \( -name '*.h' -o -name '*.cpp' \) -print0 |
  xargs -0 -r clang-format --style=file $action || {
  echo "hint: sh tests/style/check_format.sh --fix"
  exit 1
}
