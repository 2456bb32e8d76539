# SPDX-License-Identifier: GPL-2.0-or-later
"""Every source file begins with its licence; every header has #pragma once."""

from tree import files, finish, report, text

LICENCE = "SPDX-License-Identifier: GPL-2.0-or-later"
SLASHES = ("*.h", "*.cpp", "*.js", "*.proto")
HASHES = ("*.py", "*.sh", "*.cmake", "CMakeLists.txt")

for pattern, mark in [(SLASHES, "//"), (HASHES, "#")]:
    for path in files(*pattern):
        lines = text(path).splitlines() or [""]
        first = lines[1:2] if lines[0].startswith("#!") else lines[:1]
        if first != [f"{mark} {LICENCE}"]:
            report(path, 1, f'begin the file with "{mark} {LICENCE}" (after a #! line)')

for path in files("*.h"):
    if "#pragma once" not in text(path).splitlines():
        report(path, 1, 'add "#pragma once" after the comment at the top')

finish()
