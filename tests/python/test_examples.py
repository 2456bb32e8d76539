# SPDX-License-Identifier: GPL-2.0-or-later
"""The examples and the documents' calls run as they are."""

import os
import pathlib
import re
import subprocess
import sys

import helpers.package
import pytest

EXAMPLES = helpers.package.PACKAGE / "examples"
DOCUMENTS = ["docs/python.md", "README.md", "client/python/README.md"]
ROOT = helpers.package.PACKAGE.parents[1]

SAID = {
    "buffer_frame.py": "Domplatz",
    "follow_and_cancel.py": "CANCELLED_BY_CLIENT",
    "many_jobs.py": "500 m: 1 part",
    "raster.py": "slope.tif",
    "run_algorithm.py": "1 MULTIPOINT",
    "with_asyncio.py": "240 240\n4556",
}


def run(daemon, folder, *arguments):
    environment = {
        **os.environ, "GEOTASK_SERVER": daemon.address, "PYTHONPATH": str(helpers.package.FOLDER),
    }
    ran = subprocess.run(
        [sys.executable, "-B", *arguments], cwd=folder, env=environment, text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_every_example_is_known():
    assert set(SAID) == {each.name for each in EXAMPLES.iterdir()}


@pytest.mark.parametrize("name", sorted(SAID))
def test_an_example_runs(daemon, tmp_path, name):
    arguments = []
    if name == "raster.py":
        from test_run import write_raster

        arguments = [write_raster(tmp_path / "dem.tif"), tmp_path / "slope.tif"]
    assert SAID[name] in run(daemon, tmp_path, EXAMPLES / name, *arguments)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_a_document_shows_runs(daemon, tmp_path, document):
    """All its Python, one block after another, as a reader would try it."""
    blocks = re.findall(r"^```python\n(.*?)^```", (ROOT / document).read_text(), re.M | re.S)
    assert blocks, "the document shows Python"
    script = tmp_path / "document.py"
    code = "\n".join(blocks).replace("127.0.0.1:9090", daemon.address)
    script.write_text(pathlib.Path(__file__).with_name("document_data.py").read_text() + code)
    run(daemon, tmp_path, script)
