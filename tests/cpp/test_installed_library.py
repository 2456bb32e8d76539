# SPDX-License-Identifier: GPL-2.0-or-later
"""Somebody else's project: the library is installed to a folder of its own, found by find_package,
and the examples are built against it and run."""

import os
import pathlib
import re
import subprocess

import pytest

from support.daemon import Daemon

BUILD = os.environ["GEOTASK_BUILD"]
EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "client/cpp/examples"
PUBLIC = {"client.h", "error.h", "result.h", "retry_policy.h"}

pytestmark = pytest.mark.skipif(
    bool(os.environ.get("GEOTASK_SANITIZE")),
    reason="a library built with sanitizers is for programs built alike")


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                          timeout=900, check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    folder = tmp_path_factory.mktemp("prefix")
    run("cmake", "--install", BUILD, "--prefix", folder, "--component", "development")
    return folder


@pytest.fixture(scope="module")
def programs(prefix, tmp_path_factory):
    """The examples, copied from where they were installed and built there."""
    (installed,) = prefix.glob("share/doc/*/examples/cpp")
    built = tmp_path_factory.mktemp("built")
    run("cmake", "-S", installed, "-B", built, f"-DCMAKE_PREFIX_PATH={prefix}",
        "-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Werror")
    run("cmake", "--build", built, "--parallel", "2")
    return built


@pytest.fixture(scope="module")
def daemon(tmp_path_factory):
    with Daemon(tmp_path_factory.mktemp("daemon")) as running:
        yield running


def test_only_what_is_the_librarys_contract_is_installed(prefix):
    headers = {path.name for path in (prefix / "include/geotask").glob("*.h")}
    assert headers == PUBLIC
    generated = {path.name for path in (prefix / "include/geotask/v1").iterdir()}
    assert {"job.pb.h", "jobs.pb.h", "jobs.grpc.pb.h", "render.pb.h"} <= generated
    assert all(name.endswith(".h") for name in generated)
    protos = {path.name for path in (prefix / "share/geotask/proto/geotask/v1").iterdir()}
    assert {name.replace(".pb.h", ".proto") for name in generated
            if name.endswith(".pb.h") and not name.endswith(".grpc.pb.h")} == protos


def test_every_public_header_stands_alone(prefix, tmp_path):
    source = tmp_path / "all.cpp"
    for header in sorted(PUBLIC):
        source.write_text(f"#include <geotask/{header}>\n#include <geotask/{header}>\n")
        run(os.environ.get("CXX", "c++"), "-std=c++17", "-fsyntax-only", f"-I{prefix}/include", source)


def test_every_example_says_what_it_shows_and_what_to_read_first():
    sources = sorted(EXAMPLES.glob("*.cpp"))
    assert len(sources) >= 6
    for source in sources:
        head = source.read_text().split("#include")[0]
        assert "// Shows " in head, source
        first = re.search(r"// Read first: (\w+\.cpp|nothing)", head)
        assert first, source
        assert first[1] == "nothing" or (EXAMPLES / first[1]).exists(), source


def test_health_connects_and_tells_who_answers(programs, daemon):
    printed = run(programs / "health", daemon.address)
    assert "says SERVING" in printed and "with QGIS" in printed and "data:world/" in printed


def test_health_says_why_nobody_answers(programs, tmp_path):
    done = subprocess.run([programs / "health", f"unix:{tmp_path}/nobody"], capture_output=True,
                          text=True, timeout=120, check=False)
    assert done.returncode == 1 and "No answer from" in done.stderr


def test_buffer_geojson_explains_a_mistake_and_prints_wkb(programs, daemon):
    done = subprocess.run([programs / "buffer_geojson", daemon.address], capture_output=True,
                          text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "reason: INVALID_GEOJSON" in done.stderr
    assert re.search(r"^feature 1: 01\d{2}000000", done.stdout, re.MULTILINE)
    assert "1 rows" in done.stdout and "in EPSG:4326" in done.stdout


def test_watch_and_cancel_sees_progress_and_the_end_it_asked_for(programs, daemon):
    printed = run(programs / "watch_and_cancel", daemon.address, "data:world/states_provinces")
    assert "done " in printed
    assert "ended JOB_STATE_CANCELLED CANCELLED_BY_CLIENT" in printed


def test_run_algorithm_uploads_points_and_gets_a_row_for_each_column(programs, daemon):
    printed = run(programs / "run_algorithm", daemon.address)
    assert "uploaded 100 points" in printed
    assert "INPUT: Input layer" in printed
    assert "OUTPUT: 10 rows" in printed


def test_stream_result_reads_along_stops_early_and_is_stopped(programs, daemon):
    printed = run(programs / "stream_result", daemon.address, "data:world/countries")
    assert "240 rows, " in printed
    assert "10 rows, then: That is enough." in printed
    assert "stopped: STOPPED" in printed


def test_read_file_fetches_a_geopackage_and_a_picture(programs, daemon, tmp_path):
    printed = run(programs / "read_file", daemon.address, "data:world/countries",
                  tmp_path / "centroids.gpkg", tmp_path / "centroids.png")
    assert "bytes of application/geopackage+sqlite3" in printed
    assert "pixels in EPSG:4326" in printed
    assert (tmp_path / "centroids.gpkg").read_bytes().startswith(b"SQLite format 3")
    assert (tmp_path / "centroids.png").read_bytes().startswith(b"\x89PNG")


def test_the_protos_are_where_the_package_says(prefix, tmp_path):
    (tmp_path / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.25)\nproject(stranger LANGUAGES CXX)\n"
        "find_package(geotask 0.1 REQUIRED)\nmessage(STATUS \"protos ${geotask_PROTO_DIR}\")\n")
    printed = run("cmake", "-S", tmp_path, "-B", tmp_path / "build", f"-DCMAKE_PREFIX_PATH={prefix}")
    place = re.search(r"protos (.*)", printed)[1]
    run("protoc", f"--proto_path={place}", f"--cpp_out={tmp_path}", "geotask/v1/job.proto")
