# SPDX-License-Identifier: GPL-2.0-or-later
"""QGIS with the plugin installed from its zip: the panel "Remote jobs"."""

import pytest
import support.stubs  # noqa: F401
from geotask.v1 import job_pb2
from support import calls, processing
from support.daemon import Daemon
from support.desktop import Desktop


@pytest.fixture(params=["grpc", "http2"])
def desktop(tmp_path, request):
    return Desktop(tmp_path / "desktop", request.param)


def test_jobs_are_followed_cancelled_loaded_and_found_again_by_another_qgis(daemon, desktop):
    raster = processing.done(
        daemon, "native:createconstantrasterlayer",
        EXTENT="0,20,0,10 [EPSG:4326]", TARGET_CRS="EPSG:4326", PIXEL_SIZE=1, NUMBER=7,
    )  # fmt: skip
    failed = processing.run(daemon, "native:raiseexception", MESSAGE="Not on a Friday")
    finished = calls.submit(daemon, calls.layer("data:world/countries"), 0.1)
    assert calls.wait(daemon, finished.name).state == job_pb2.JOB_STATE_SUCCEEDED
    running = calls.start_endless(daemon)

    told = desktop.play(
        "dock.follows_cancels_and_loads", address=daemon.address, running=running.name,
        finished=finished.name, raster=raster.name, failed=failed.name,
    )  # fmt: skip
    assert len(told["jobs"]) >= 4 and told["jobs"][0] == "Buffer 0.5", "newest first"
    assert told["running_actions"] == {"cancel": True, "load": False, "delete": False}
    assert told["finished_actions"] == {"cancel": False, "load": True, "delete": True}
    assert "Not on a Friday" in told["failed_log"]
    assert "Not on a Friday" in told["failed_details"] and "failed" in told["failed_details"]
    name, count, crs, fields = told["rows"]
    assert (name, count, crs) == ("Buffer 0.1", 240, "EPSG:4326") and "NAME" in fields
    assert told["raster"] == ["native:createconstantrasterlayer", 20, 10, True]
    assert calls.get(daemon, told["left"]).spec.labels["client"] == "qgis"

    counted = []
    before = daemon.connections()
    again = desktop.play(
        "dock.fetches_what_was_left", left=told["left"],
        asked={"count_connections": lambda: counted.append(daemon.connections())},
    )  # fmt: skip
    assert again["open"] and "Not connected yet" in again["note"]
    assert counted == [before], "QGIS has asked nobody at its start"
    assert again["ours"] == ["States, wide"] and again["all"] > 1
    assert again["rows"] == 4556


def test_a_server_that_dies_is_told_and_freezes_nothing(desktop, tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    with Daemon(tmp_path / "one") as daemon:
        running = calls.start_endless(daemon)
        second = Daemon(tmp_path / "two", "--listen", daemon.address)

        def kill():
            daemon.process.kill()
            daemon.process.wait()

        try:
            told = desktop.play(
                "dock.loses_the_server", address=daemon.address, running=running.name,
                asked={"kill": kill, "start_again": second.__enter__},
            )  # fmt: skip
        finally:
            second.__exit__()
    assert "does not answer" in told["note"] and daemon.address in told["note"]
    assert any("does not answer" in each for each in told["messages"])
    assert told["jobs"] == [], "the new server has no jobs"
