# SPDX-License-Identifier: GPL-2.0-or-later
"""The zip is one that QGIS's plugin repository takes, and that runs without anything installed."""

import ast
import configparser
import os
import pathlib
import re
import shutil
import subprocess
import sys
import zipfile

import pytest
from support.desktop import REPOSITORY, packed_plugin

PLUGIN = "geotask_remote"
MOST_BYTES = 25 << 20
REQUIRED = (
    "name", "description", "about", "version", "qgisMinimumVersion", "author", "email", "tracker",
    "repository",
)  # fmt: skip
NOT_WANTED = re.compile(
    r"\.pyc$|__pycache__|(^|/)\.git|__MACOSX|\.DS_Store|\.so$|\.pyd$|\.dll$|\.exe$"
)
KNOWN_KINDS = {".py", ".svg", ".txt", ".qm", ".typed"}
# Modules that one system alone has.
ONE_SYSTEM = {"fcntl", "pwd", "grp", "termios", "resource", "posix", "winreg", "msvcrt", "pty"}
OLDEST, NEWEST = 9, 13  # Python 3.9 to 3.13.


@pytest.fixture(scope="module")
def packed():
    with zipfile.ZipFile(packed_plugin()) as opened:
        yield opened


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(packed_plugin()) as opened:
        opened.extractall(folder)
    return folder / PLUGIN


@pytest.fixture(scope="module")
def metadata(unpacked):
    parser = configparser.ConfigParser()
    parser.optionxform = str
    parser.read(unpacked / "metadata.txt", encoding="utf-8")
    return parser["general"]


def ours(unpacked):
    """The sources of the plugin itself."""
    sources = unpacked.rglob("*.py")
    return [file for file in sources if file.relative_to(unpacked).parts[0] != "vendor"]


def test_the_zip_is_small_and_has_one_folder_that_is_a_python_name(packed):
    assert packed_plugin().stat().st_size < MOST_BYTES
    assert {name.split("/")[0] for name in packed.namelist()} == {PLUGIN} and PLUGIN.isidentifier()


def test_the_zip_holds_neither_compiled_nor_hidden_files(packed):
    assert [name for name in packed.namelist() if NOT_WANTED.search(name)] == []
    strange = {pathlib.PurePosixPath(name).suffix for name in packed.namelist()} - KNOWN_KINDS
    bare = [name for name in packed.namelist() if "." not in name]
    assert strange == {""} and bare == [f"{PLUGIN}/LICENSE"]


def test_the_same_sources_give_the_same_zip(tmp_path):
    again = tmp_path / "again.zip"
    subprocess.run(["sh", REPOSITORY / "client/qgis_plugin/package.sh", again], check=True)
    assert again.read_bytes() == packed_plugin().read_bytes()


def test_the_metadata_is_what_the_repository_asks_for(metadata, unpacked):
    for key in REQUIRED:
        assert metadata.get(key, "").strip(), key
    assert "plugin" not in metadata["name"].lower() and "\n" not in metadata["description"]
    assert re.fullmatch(r"\d+\.\d+(\.\d+)?", metadata["version"])
    assert metadata["qgisMinimumVersion"] == "3.22" and metadata["hasProcessingProvider"] == "yes"
    for key in ("homepage", "tracker", "repository"):
        assert metadata[key].startswith("https://")
    assert (unpacked / metadata["icon"]).is_file() and (unpacked / "LICENSE").is_file()
    assert re.fullmatch(r"[^@\s]+@[^@\s]+\.[a-z]+", metadata["email"])


def test_who_publishes_it_says_where_the_project_lives(tmp_path):
    place = tmp_path / "own.zip"
    env = {**os.environ, "GEOTASK_PROJECT_URL": "https://gis.invalid/geotaskd",
           "GEOTASK_PROJECT_EMAIL": "gis@gis.invalid"}  # fmt: skip
    script = REPOSITORY / "client/qgis_plugin/package.sh"
    subprocess.run(["sh", script, place], check=True, env=env)
    with zipfile.ZipFile(place) as opened:
        told = opened.read(f"{PLUGIN}/metadata.txt").decode()
    assert "tracker=https://gis.invalid/geotaskd/issues" in told and "email=gis@gis.invalid" in told
    assert "example.org" not in told


def test_all_sources_are_python_of_the_oldest_qgis(unpacked):
    for file in unpacked.rglob("*.py"):
        ast.parse(file.read_text(encoding="utf-8"), str(file), feature_version=(3, OLDEST))


def test_no_source_of_ours_needs_one_system(unpacked):
    for file in [*ours(unpacked), *unpacked.glob("vendor/geotask/geotask/**/*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not ONE_SYSTEM & {name.split(".")[0] for name in names}, file
            assert getattr(node, "attr", "") not in ("fork", "forkpty"), file


@pytest.mark.parametrize("tool", [
    ["flake8", "--max-line-length", "120"], ["bandit", "-q", "-ll"],
])  # fmt: skip
def test_the_tools_of_the_repository_find_nothing_in_our_sources(unpacked, tool):
    if not shutil.which(tool[0]):
        pytest.skip(f"the package {tool[0]} is not installed")
    ran = subprocess.run([*tool, *ours(unpacked)], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_each_library_comes_with_its_licence(unpacked):
    for package in ("h2", "hpack", "hyperframe", "protobuf"):
        licence = unpacked / f"vendor/licences/{package}.txt"
        assert "opyright" in licence.read_text(encoding="utf-8")
        assert package in (unpacked / "vendor/licences/versions.txt").read_text()


def test_every_text_is_in_the_translation_and_translated():
    script = REPOSITORY / "client/qgis_plugin/translate.py"
    ran = subprocess.run([sys.executable, "-B", script, "--check"], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout


def pythons():
    """The Pythons of this machine that QGIS comes with somewhere; bare, without packages."""
    for minor in range(OLDEST, NEWEST + 1):
        found = shutil.which(f"python3.{minor}")
        homes = pathlib.Path.home().glob(f".pyenv/versions/3.{minor}.*/bin/python3.{minor}")
        places = [pathlib.Path(found)] if found and "shims" not in found else []
        for place in [*places, *homes][:1]:
            yield pytest.param(place, id=f"3.{minor}")


# Runs with neither packages nor environment: what it finds, the zip has brought.
BARE = """
import importlib.util, pathlib, sys
plugin = pathlib.Path(sys.argv[1])
spec = importlib.util.spec_from_file_location("vendor", plugin / "link" / "vendor.py")
vendor = importlib.util.module_from_spec(spec)
spec.loader.exec_module(vendor)
vendor.activate(plugin / "vendor")
"""


def bare(python, unpacked, code, *given):
    command = [python, "-I", "-S", "-B", "-c", BARE + code, unpacked, *given]
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=300)


ASK = """
from geotask.client import Client
from geotask.v1 import job_pb2
with Client(sys.argv[2], prefer="http2") as client:
    spec = job_pb2.JobSpec()
    spec.input.geojson = '{"type": "Point", "coordinates": [7, 52]}'
    spec.buffer.distance = 0.1
    job = client.submit_job(spec)
    print(len(list(client.read_features(job.name))))
import google.protobuf, h2
print(google.protobuf.__file__)
print(h2.__file__)
"""


@pytest.mark.parametrize("python", pythons())
def test_a_bare_python_submits_a_job_and_reads_its_rows(unpacked, daemon, python):
    ran = bare(python, unpacked, ASK, daemon.address)
    assert ran.returncode == 0, ran.stderr
    rows, protobuf, h2 = ran.stdout.split()
    assert rows == "1"
    assert all(path.startswith(str(unpacked)) for path in (protobuf, h2))


def old_protobuf(folder):
    """A google.protobuf from before generated code was as it is today."""
    package = folder / "google" / "protobuf"
    (package / "internal").mkdir(parents=True)
    (package / "__init__.py").write_text("__version__ = '3.12.4'\n")
    (package / "internal" / "__init__.py").write_text("")
    return folder


def after(folder, load):
    """Code that has the old package on the path, or loaded, before the plugin comes."""
    setup = f"import sys\nsys.path.insert(0, {str(folder)!r})\n" + load
    return setup + BARE + "import google.protobuf\nprint(google.protobuf.__version__)\n"


def test_an_older_protobuf_on_the_path_gives_way_to_the_one_of_the_zip(unpacked, tmp_path):
    code = after(old_protobuf(tmp_path), "")
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", code, unpacked], capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() != "3.12.4"


def test_an_older_protobuf_that_is_loaded_is_named_with_what_to_do(unpacked, tmp_path):
    code = after(old_protobuf(tmp_path), "import google.protobuf\n")
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", code, unpacked], capture_output=True, text=True
    )
    assert "older than 3.20" in ran.stderr and "start QGIS anew" in ran.stderr


def test_a_protobuf_that_will_do_is_used_where_it_is(unpacked):
    code = BARE + "import google.protobuf, h2\nprint(google.protobuf.__file__, h2.__file__)\n"
    ran = subprocess.run(
        [sys.executable, "-B", "-c", code, unpacked], capture_output=True, text=True, cwd="/"
    )
    assert ran.returncode == 0, ran.stderr
    assert str(unpacked) not in ran.stdout
