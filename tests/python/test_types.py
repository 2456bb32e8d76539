# SPDX-License-Identifier: GPL-2.0-or-later
"""Type checks: the package itself, and what a caller's checker sees of it."""

import shutil
import subprocess
import sys

import helpers.package
import pytest

MYPY = shutil.which("mypy", path="/usr/bin")

pytestmark = pytest.mark.skipif(MYPY is None, reason="mypy is not installed (package mypy)")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The package with its messages, as it is installed."""
    place = tmp_path_factory.mktemp("types")
    source = helpers.package.PACKAGE
    shutil.copytree(source / "geotask", place / "geotask", ignore=shutil.ignore_patterns("v1"))
    subprocess.run(["sh", source / "generate.sh", place], check=True)
    return place


def mypy(folder, *arguments):
    config = helpers.package.PACKAGE / "pyproject.toml"
    command = [MYPY, "--config-file", config, "--cache-dir", folder / "cache"]
    command += ["--python-executable", sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, text=True, stdout=subprocess.PIPE, check=False)


def test_the_package_passes_a_strict_check(folder):
    checked = mypy(folder, "-p", "geotask")
    assert checked.returncode == 0, checked.stdout


def test_a_callers_mistakes_are_seen(folder):
    (folder / "caller.py").write_text(
        "import geotask\n"
        'server = geotask.connect("127.0.0.1:9090")\n'
        'job = server.submit("native:centroids", INPUT="data:world/countries")\n'
        "late: int = job.progress().done\n"
        "wrong: str = job.progress().done\n"
        'geotask.run("native:centroids", INPUT="data:world/countries")\n'
        "geotask.run(7)\n"
        "job.cancell()\n"
    )
    checked = mypy(folder, "caller.py")
    lines = [int(line.split(":")[1]) for line in checked.stdout.splitlines() if ": error:" in line]
    assert lines == [5, 7, 8], checked.stdout
