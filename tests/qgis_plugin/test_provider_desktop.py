# SPDX-License-Identifier: GPL-2.0-or-later
"""The provider in a real QGIS: found in the toolbox, run, cancelled, in a batch, in a model, its
server killed. The pictures are in build/.../screenshots."""

import sys

import pytest
from support.desktop import Desktop

import provider_daemon

sys.path.append(str(provider_daemon.REPOSITORY / "tests/conformance"))

@pytest.fixture(scope="module")
def daemon(tmp_path_factory):
    with provider_daemon.Daemon(tmp_path_factory.mktemp("daemon")) as running:
        yield running


def test_an_algorithm_is_found_in_the_toolbox_and_run(daemon, tmp_path):
    import data

    data.write_rasters(tmp_path)
    told = Desktop(tmp_path).play(
        "provider.finds_and_runs", address=daemon.address, folder=str(tmp_path))
    assert told["algorithms"] > 200
    assert told["buffered"] == ["Buffered", 46, "EPSG:4326"]
    assert "Sending Borders" in told["buffer"] and "jobs/" in told["slope"]
    print(f"running a buffer: longest pause {told['pause_of_buffer']:.2f} s")


def test_a_layer_of_the_server_is_taken_in_the_dialog(daemon, tmp_path):
    told = Desktop(tmp_path).play("provider.takes_a_layer_of_the_server", address=daemon.address)
    assert "data:world/countries" in told["offered"]
    assert told["input"] == "data:world/countries"
    assert "NAME" in told["fields"]
    assert told["made"] > 0


def test_a_run_is_cancelled(daemon, tmp_path):
    told = Desktop(tmp_path).play("provider.cancels", address=daemon.address)
    assert "Cancelling jobs/" in told["log"]
    print(f"cancelling: longest pause {told['pause']:.2f} s")


def test_a_batch_runs(daemon, tmp_path):
    told = Desktop(tmp_path).play(
        "provider.runs_in_a_batch", address=daemon.address, folder=str(tmp_path))
    assert told["made"] == [240, 46]


def test_a_model_runs(daemon, tmp_path):
    told = Desktop(tmp_path).play("provider.runs_in_a_model", address=daemon.address)
    assert told["step"] == ["geotask_office:native_centroids", "Centroids"]
    assert told["made"] == 240
    print(f"running a model: longest pause {told['pause']:.2f} s")


def test_a_server_that_dies_is_told_and_nothing_freezes(tmp_path):
    with provider_daemon.Daemon(tmp_path / "daemon") as daemon:
        told = Desktop(tmp_path).play(
            "provider.loses_the_server", address=daemon.address, process=daemon.process.pid)
    assert "connection" in told["log"] and "running" in told["log"]
    assert "does not answer" in told["again"]
    assert told["algorithms"] > 200
    for what in ("pause", "pause_again"):
        print(f"the server gone, {what}: {told[what]:.2f} s")
