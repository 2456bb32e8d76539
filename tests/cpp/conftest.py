# SPDX-License-Identifier: GPL-2.0-or-later
"""The installed C++ library, against a built geotaskd (environment GEOTASKD, GEOTASK_BUILD).

    GEOTASKD=build/dev/bin/geotaskd GEOTASK_BUILD=build/dev /usr/bin/python3 -m pytest tests/cpp
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))  # For the daemon.
