# SPDX-License-Identifier: GPL-2.0-or-later
"""The calls that the documents show, against a built geotaskd (environment GEOTASKD).

    GEOTASKD=build/dev/bin/geotaskd /usr/bin/python3 -m pytest tests/docs
"""

import pathlib
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))  # The daemon of the tests' own is there.


def pytest_addoption(parser):
    parser.addoption("--client", choices=["buf", "grpcurl"], default="buf",
                     help="what makes the calls; default buf")
    parser.addoption("--tools", default=str(HERE.parents[1] / "build/tools"),
                     help="the folder it is installed into; default build/tools")


@pytest.fixture(scope="session")
def client(request):
    """The name of the tool that makes the calls."""
    return request.config.getoption("--client")
