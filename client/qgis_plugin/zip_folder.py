# SPDX-License-Identifier: GPL-2.0-or-later
"""Packs a folder so that the same content gives the same bytes.

    python3 zip_folder.py FOLDER ZIP
"""

import pathlib
import sys
import zipfile

_TIME = (2020, 1, 1, 0, 0, 0)


def zip_folder(folder, place):
    folder = pathlib.Path(folder)
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for file in sorted(each for each in folder.rglob("*") if each.is_file()):
            name = file.relative_to(folder.parent).as_posix()
            entry = zipfile.ZipInfo(name, _TIME)
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, file.read_bytes())


if __name__ == "__main__":
    zip_folder(*sys.argv[1:])
