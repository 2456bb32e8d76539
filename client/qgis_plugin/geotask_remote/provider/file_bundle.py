# SPDX-License-Identifier: GPL-2.0-or-later
"""Which files make up a layer: the one that is opened and those that belong to it.

    files = file_bundle("/maps/roads.shp")  # [("/maps/roads.shp", "roads.shp"), (….dbf, …), …]
"""

import os
import re

from osgeo import gdal

# Beside a file and found by name: styles, encodings, schemas, places.
_KNOWN = (".qpj", ".cpg", ".qml", ".gfs", ".xsd", ".prj", ".qix", ".qmd", ".aux.xml", ".tfw",
          ".wld")
_STANDS_ALONE = re.compile(r"[^/\\|:\"'<>?*\x00-\x1f]{1,120}")


def file_bundle(path, stem=""):
    """(path, name) of each file, the one to open first. Names have no folders but those below it.

    With `stem` the files that are called after the first one are called so. OSError if the first
    one cannot be read.
    """
    path = os.path.abspath(path)
    with open(path, "rb"):
        pass
    folder, own = os.path.split(path)
    bundle = [(path, own)]
    for companion in _companions(path):
        name = os.path.relpath(companion, folder).replace(os.sep, "/")
        below = not name.startswith("..") and not os.path.isabs(name)
        if below and os.path.isfile(companion) and (companion, name) not in bundle:
            bundle.append((companion, name))
    return _renamed(bundle, stem) if stem else bundle


def folder_bundle(path):
    """(path, name) of each file below a folder, by name."""
    bundle = []
    for folder, _, names in os.walk(path):
        for name in names:
            whole = os.path.join(folder, name)
            bundle.append((whole, os.path.relpath(whole, path).replace(os.sep, "/")))
    return sorted(bundle, key=lambda each: each[1])


def is_whole(path):
    """Whether all files that GDAL reads for it lie below its folder, so that they can go along."""
    folder = os.path.dirname(os.path.abspath(path)) + os.sep
    return all(os.path.abspath(each).startswith(folder) for each in _listed(path))


def _companions(path):
    stem = os.path.splitext(path)[0]
    return [*map(os.path.abspath, _listed(path)), *(stem + each for each in _KNOWN),
            path + ".aux.xml"]


def _listed(path):
    try:
        source = gdal.OpenEx(path, gdal.OF_READONLY)
    except RuntimeError:
        return []
    return (source.GetFileList() or []) if source is not None else []


def _renamed(bundle, stem):
    own = os.path.splitext(bundle[0][1])[0]
    if stem == own or stem.startswith(".") or not _STANDS_ALONE.fullmatch(stem):
        return bundle
    if not all(name.startswith(own + ".") for _, name in bundle):
        return bundle
    return [(path, stem + name[len(own):]) for path, name in bundle]
