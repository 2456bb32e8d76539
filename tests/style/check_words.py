# SPDX-License-Identifier: GPL-2.0-or-later
"""No text promises something for later or names a path of somebody's machine."""

import pathlib
import re

from tree import files, finish, report, text

HINTS = [
    (re.compile(r"\b(TODO|FIXME|XXX|HACK)\b"),
     "do it now, or leave it out: what is to come is written down as an issue"),
    (re.compile(r"(?<![\w.$}])/(work|root|home)/"),
     "a path of one machine: use a path relative to the tree, or one that every machine has"),
]

this_file = pathlib.Path(__file__).name
for path in files("*"):
    if path.name in (this_file, "package-lock.json"):
        continue
    for number, line in enumerate(text(path).splitlines(), 1):
        for pattern, hint in HINTS:
            match = pattern.search(line)
            if match:
                report(path, number, f'"{match.group(0)}": {hint}')

finish()
