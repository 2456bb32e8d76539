# SPDX-License-Identifier: GPL-2.0-or-later
"""pip installs the package from its folder, without a network, and what it installs works."""

import os
import subprocess
import sys
import zipfile

import helpers.package
import pytest


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """The Python of an environment into which the package was installed."""
    place = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--system-site-packages", place], check=True)
    program = place / "bin/python"
    pip = [program, "-m", "pip", "install", "-q", "--no-index", "--no-build-isolation", "--no-deps"]
    subprocess.run([*pip, helpers.package.PACKAGE], check=True)
    return program


def run(python, code):
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    return subprocess.run(
        [python, "-c", code], check=True, text=True, stdout=subprocess.PIPE, cwd="/", env=environment
    )


def test_an_installed_package_buffers(python, daemon):
    code = (
        "import geotask, shapely.geometry\n"
        f"server = geotask.connect('{daemon.address}')\n"
        "print(geotask.__file__, server.buffer(shapely.geometry.Point(0, 0), 1).area > 3)\n"
    )
    said = run(python, code).stdout
    assert "site-packages" in said and said.rstrip().endswith("True")


def test_it_is_complete(python):
    code = (
        "import importlib.metadata as m\n"
        "print(m.version('geotask'), *sorted(str(f) for f in m.files('geotask')), sep='\\n')\n"
    )
    version, *files = run(python, code).stdout.split("\n")
    assert version == "0.1.0"
    source = helpers.package.PACKAGE / "geotask"
    expected = {
        f"geotask/{each.relative_to(source)}" for each in source.rglob("*.py") if "v1" not in each.parts
    }
    assert expected <= set(files)
    assert {"geotask/py.typed", "geotask/v1/jobs_pb2.py", "geotask/v1/jobs_pb2.pyi"} <= set(files)


def test_installing_leaves_the_source_as_it_was(python):
    left = {each.name for each in helpers.package.PACKAGE.iterdir()}
    assert not {"build", "geotask.egg-info"} & left
    assert not (helpers.package.PACKAGE / "geotask/v1").exists()


def test_a_wheel_can_be_built_from_a_source_distribution(tmp_path):
    build = "from setuptools import build_meta as b; print(b.build_sdist({!r}))".format(str(tmp_path))
    copied = tmp_path / "source"
    import shutil

    shutil.copytree(helpers.package.PACKAGE, copied / "client/python")
    shutil.copytree(helpers.package.PACKAGE.parents[1] / "proto", copied / "proto")
    subprocess.run([sys.executable, "-c", build], cwd=copied / "client/python", check=True,
                   stdout=subprocess.DEVNULL)
    (archive,) = tmp_path.glob("*.tar.gz")
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-index", "--no-build-isolation", "--no-deps"]
    subprocess.run([*pip, "-w", tmp_path, archive], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "geotask/v1/jobs_pb2.py" in names and "geotask/geo/layer.py" in names
