# SPDX-License-Identifier: GPL-2.0-or-later
"""End-to-end tests: a built geotaskd (environment GEOTASKD) and a client made from the proto alone.

    GEOTASKD=build/dev/bin/geotaskd /usr/bin/python3 -m pytest tests/e2e
"""

import contextlib
import os

import pytest

# gRPC would get ready for a fork of this process, and may wait for ever then. PostgreSQL is started
# by one; no gRPC is used in it.
os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "0"

from support.daemon import Daemon  # noqa: E402


@pytest.fixture(scope="module")
def daemon(tmp_path_factory):
    """A daemon for all tests of a file. Those that end it, or need options, start their own."""
    with Daemon(tmp_path_factory.mktemp("daemon")) as running:
        yield running
        assert running.process.poll() is None, f"geotaskd ended:\n{running.log()}"


@pytest.fixture
def start(tmp_path):
    """start(*options) gives a daemon of the test's own; all live in tmp_path, one after another."""
    with contextlib.ExitStack() as stack:
        yield lambda *options, **more: stack.enter_context(Daemon(tmp_path, *options, **more))
