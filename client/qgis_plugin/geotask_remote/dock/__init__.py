# SPDX-License-Identifier: GPL-2.0-or-later
"""The panel "Remote jobs"."""
