# SPDX-License-Identifier: GPL-2.0-or-later
"""Geotask Remote: the algorithms and jobs of geotaskd servers in QGIS."""


def classFactory(iface):  # noqa: N802 (the name is QGIS's)
    """What QGIS calls to make the plugin; `iface` is None in qgis_process."""
    from .link import vendor

    vendor.activate()
    from .plugin import GeotaskRemote

    return GeotaskRemote(iface)
