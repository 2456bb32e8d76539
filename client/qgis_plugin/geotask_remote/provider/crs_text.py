# SPDX-License-Identifier: GPL-2.0-or-later
"""Coordinate reference systems as the API has them: an authority code, else WKT2."""

from qgis.core import QgsCoordinateReferenceSystem


def crs_text(crs):
    """Empty for none."""
    if not crs.isValid():
        return ""
    code = crs.authid()
    if code and not code.startswith("USER:"):
        return code
    return crs.toWkt(QgsCoordinateReferenceSystem.WKT_PREFERRED)


def crs_of(text):
    crs = QgsCoordinateReferenceSystem()
    if text:
        crs.createFromUserInput(text)
    return crs
