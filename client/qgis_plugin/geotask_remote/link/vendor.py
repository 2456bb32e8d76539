# SPDX-License-Identifier: GPL-2.0-or-later
"""Finds the libraries that the plugin stands on: those of QGIS's Python where they will do, else
the ones that come with the plugin, in `vendor/`.

    activate()          # before anything of the package geotask is imported

What other plugins have loaded stays as it is. VendorError: it cannot be used, and says what to do.
"""

import importlib.metadata
import importlib.util
import pathlib
import sys

FOLDER = pathlib.Path(__file__).parents[1] / "vendor"
_H2 = {"h2": 4, "hpack": 4, "hyperframe": 6}  # And the major versions that are needed at least.


class VendorError(ImportError):
    """A library that is there already is in the way."""


def activate(folder=FOLDER):
    """Extends sys.path. Does nothing where the plugin runs from its source tree."""
    if not folder.is_dir():
        return
    if not _protobuf_will_do():
        if "google.protobuf" in sys.modules:
            raise VendorError(
                "Another plugin has loaded a protobuf older than 3.20, which Geotask Remote cannot"
                " use. Switch that plugin off, or update protobuf in QGIS's Python; start QGIS"
                " anew."
            )
        _prefer(folder / "protobuf")
        _extend_google(folder / "protobuf" / "google")
    if not all(map(_h2_will_do, _H2)):
        if "h2" in sys.modules:
            raise VendorError(
                "Another plugin has loaded an h2 older than 4, which Geotask Remote cannot use."
                " Switch that plugin off, or update h2 in QGIS's Python; start QGIS anew."
            )
        _prefer(folder / "http2")
    _prefer(folder / "geotask")
    loaded = getattr(sys.modules.get("geotask"), "__file__", None)
    if loaded and pathlib.Path(loaded).parents[1] != folder / "geotask":
        raise VendorError(
            f"Another geotask is loaded, from {loaded}. Start QGIS anew so that Geotask Remote"
            " finds its own."
        )


def _prefer(folder):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))


def _find(name):
    try:
        return importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return None


def _protobuf_will_do():
    """Generated code needs google.protobuf.internal.builder, which came with 3.20."""
    found = _find("google.protobuf")
    if found is None or not found.submodule_search_locations:
        return False
    return any((pathlib.Path(each) / "internal" / "builder.py").is_file()
               for each in found.submodule_search_locations)


def _extend_google(folder):
    """A `google` that was loaded as an ordinary package looks nowhere else by itself."""
    google = sys.modules.get("google")
    path = getattr(google, "__path__", None)
    if isinstance(path, list) and str(folder) not in path:
        path.insert(0, str(folder))


def _h2_will_do(name):
    if _find(name) is None:
        return False
    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    major = version.split(".")[0]
    return major.isdigit() and int(major) >= _H2[name]
