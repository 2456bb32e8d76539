# SPDX-License-Identifier: GPL-2.0-or-later
"""The files of the source tree, and how a check reports.

    for path in files("*.h", "*.cpp"):
        if "x" in text(path):
            report(path, 3, "no x here: write y")
    finish()
"""

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
_SKIPPED = {".git", "build", "node_modules", "__pycache__", ".pytest_cache", ".cache"}
_problems = []


def _walk(folder):
    for entry in sorted(folder.iterdir()):
        if entry.name in _SKIPPED:
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _walk(entry)
        elif entry.is_file():
            yield entry


def files(*patterns):
    """Paths below the root that match one of the patterns, as in "*.h"."""
    for path in _walk(ROOT):
        relative = path.relative_to(ROOT)
        if any(relative.match(pattern) for pattern in patterns):
            yield relative


def text(path):
    """What a file says; nothing when it is no text."""
    data = (ROOT / path).read_bytes()
    return "" if b"\0" in data else data.decode("utf-8", "replace")


def report(path, line, problem):
    _problems.append(f"{path}:{line}: {problem}")


def finish():
    """Ends the process: well when nothing was reported."""
    for problem in _problems:
        print(problem)
    sys.exit(1 if _problems else 0)
