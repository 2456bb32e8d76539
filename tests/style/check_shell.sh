#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Shell scripts pass shellcheck.
set -eu

cd "$(dirname "$0")/../.."
{
  find . \( -name .git -o -name build -o -name node_modules \) -prune -o -name '*.sh' -print0
  if [ -f .ci/run ]; then printf '%s\0' .ci/run; fi
} | xargs -0 -r shellcheck --external-sources --source-path=SCRIPTDIR --source-path=.
