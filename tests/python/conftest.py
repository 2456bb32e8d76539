# SPDX-License-Identifier: GPL-2.0-or-later
"""Tests of the Python package: a built geotaskd (environment GEOTASKD) and the package of this tree.

    GEOTASKD=build/dev/bin/geotaskd /usr/bin/python3 -m pytest tests/python
"""

import contextlib
import os
import pathlib
import sys

import pytest

# gRPC would get ready for a fork of this process, and may wait for ever then.
os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "0"
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))

import helpers.package  # noqa: E402,F401
from support.daemon import Daemon  # noqa: E402

import geotask  # noqa: E402
from helpers.patience import PATIENT  # noqa: E402


@pytest.fixture(scope="module")
def daemon(tmp_path_factory):
    """A daemon for all tests of a file."""
    with Daemon(tmp_path_factory.mktemp("daemon")) as running:
        yield running
        assert running.process.poll() is None, f"geotaskd ended:\n{running.log()}"


@pytest.fixture(scope="module")
def server(daemon):
    """A connection to it."""
    with geotask.connect(daemon.address, retry=PATIENT) as connection:
        yield connection


@pytest.fixture
def start(tmp_path):
    """start(*options) gives a daemon of the test's own."""
    with contextlib.ExitStack() as stack:
        yield lambda *options, **more: stack.enter_context(Daemon(tmp_path, *options, **more))
