# SPDX-License-Identifier: GPL-2.0-or-later
"""The package of this tree, importable: its modules beside the messages that support.stubs makes.

    import helpers.package            # once, before the first
    import geotask

FOLDER is for PYTHONPATH of processes that the tests start.
"""

import support.stubs

PACKAGE = support.stubs.REPOSITORY / "client/python"
FOLDER = support.stubs.FOLDER

for module in (PACKAGE / "geotask").iterdir():
    if module.name not in ("v1", "__pycache__"):
        (FOLDER / "geotask" / module.name).symlink_to(module)
