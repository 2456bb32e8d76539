# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithms of servers in QGIS's Processing, one provider a server. providers.py is the door."""
