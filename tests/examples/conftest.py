# SPDX-License-Identifier: GPL-2.0-or-later
"""The examples in client/examples, against a built geotaskd (environment GEOTASKD).

    GEOTASKD=build/dev/bin/geotaskd /usr/bin/python3 -m pytest tests/examples --kind node
"""

import pathlib
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))  # The daemon of the tests' own is there.

import kinds  # noqa: E402
from support.daemon import Daemon  # noqa: E402


def pytest_addoption(parser):
    parser.addoption("--kind", choices=kinds.ALL, default="python",
                     help="which examples; those in shell call buf or grpcurl; default python")
    parser.addoption("--tools", default=str(HERE.parents[1] / "build/tools/examples"),
                     help="the folder for what they need; default build/tools/examples")


@pytest.fixture(scope="session")
def kind(request):
    """How examples of this kind are run."""
    tools = pathlib.Path(request.config.getoption("--tools")).resolve()
    return kinds.ALL[request.config.getoption("--kind")](tools)


@pytest.fixture(scope="session")
def daemon(tmp_path_factory):
    with Daemon(tmp_path_factory.mktemp("daemon")) as running:
        yield running
