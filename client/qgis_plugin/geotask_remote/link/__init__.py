# SPDX-License-Identifier: GPL-2.0-or-later
"""Which servers there are, and how this QGIS reaches them."""
