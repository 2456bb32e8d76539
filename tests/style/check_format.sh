#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# C++ looks as .clang-format says. Mend it with: sh tests/style/check_format.sh --fix
set -eu

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
