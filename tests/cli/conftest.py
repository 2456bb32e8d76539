# SPDX-License-Identifier: GPL-2.0-or-later
"""One daemon serves all tests; each test makes its own jobs and datasets."""

import pytest

from cli_support import daemon


@pytest.fixture(scope="session")
def cli(tmp_path_factory):
    with daemon(tmp_path_factory.mktemp("daemon")) as running:
        yield running
