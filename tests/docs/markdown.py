# SPDX-License-Identifier: GPL-2.0-or-later
"""The fenced code blocks and the tables of a Markdown file.

    for block in blocks("docs/api.md"):
        if block.language == "sh":
            run(block.text)
    for row in table("docs/api.md", "Reason"):
        look_up(row["Reason"])
"""

import dataclasses
import pathlib
import re

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]


@dataclasses.dataclass
class Block:
    document: str
    line: int
    language: str
    text: str

    def __str__(self):
        return f"{self.document}:{self.line}"


def blocks(document):
    """What stands between ```LANGUAGE and ```, in order."""
    found, open_block = [], None
    for number, line in enumerate(_lines(document), 1):
        if not line.startswith("```"):
            if open_block:
                open_block.text += line + "\n"
        elif open_block:
            found.append(open_block)
            open_block = None
        else:
            open_block = Block(document, number, line[3:].strip(), "")
    assert open_block is None, f"{open_block}: the block does not end"
    return found


def table(document, *first_headings):
    """The rows of the first table whose first columns are headed so, as {heading: cell}."""
    lines = iter(_lines(document))
    for line in lines:
        if line.startswith(f"| {' | '.join(first_headings)} |"):
            break
    else:
        raise AssertionError(f"{document} has no table that begins with {first_headings}")
    headings = _cells(line)
    next(lines)  # |---|---|
    rows = []
    for line in lines:
        if not line.startswith("|"):
            return rows
        cells = _cells(line)
        assert len(cells) == len(headings), f"{document}: not {len(headings)} cells: {line}"
        rows.append(dict(zip(headings, cells)))
    return rows


def code(cell):
    """What stands in backticks in a cell."""
    return re.findall(r"`([^`]+)`", cell)


def _lines(document):
    return (REPOSITORY / document).read_text(encoding="utf-8").splitlines()


def _cells(line):
    return [cell.strip() for cell in line.strip("|").split("|")]
