# SPDX-License-Identifier: GPL-2.0-or-later
"""Tests of the QGIS plugin: a built geotaskd (environment GEOTASKD) and QGIS itself.

    GEOTASKD=build/dev/bin/geotaskd /usr/bin/python3 -m pytest tests/qgis_plugin

The daemon and the calls to it are those of tests/e2e/support; support/ here adds to them.
"""

import os
import pathlib
import sys

import pytest

os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "0"
sys.path.append(str(pathlib.Path(__file__).parents[1] / "e2e"))


@pytest.fixture(scope="module")
def daemon(tmp_path_factory):
    """A daemon for all tests of a file."""
    from support.daemon import Daemon

    with Daemon(tmp_path_factory.mktemp("daemon")) as running:
        yield running


@pytest.fixture
def start_daemon(tmp_path):
    """start_daemon(*options) gives a daemon of the test's own."""
    import contextlib

    from support.daemon import Daemon

    with contextlib.ExitStack() as stack:
        yield lambda *options, **more: stack.enter_context(Daemon(tmp_path, *options, **more))
