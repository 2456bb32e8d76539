# SPDX-License-Identifier: GPL-2.0-or-later
"""Connections that break: what was lost is sent or read again, and nothing is made twice."""

import geopandas
import pytest
from helpers.proxy import Proxy
from shapely.geometry import Point

import geotask
from geotask.v1 import job_pb2
from support.rows import slow_line

FRAME = geopandas.GeoDataFrame(
    {"n": range(20_000)}, geometry=[Point(i, 0) for i in range(20_000)], crs="EPSG:3857"
)


@pytest.fixture
def proxy(daemon):
    with Proxy(daemon.address) as running:
        yield running


@pytest.fixture(params=["grpc", "http2"])
def shaky(request, proxy):
    """A connection that can be cut."""
    with geotask.connect(proxy.address, prefer=request.param) as connection:
        yield connection


def test_an_upload_that_breaks_is_sent_again_and_makes_one_job(shaky, proxy, server):
    before = {job.name for job in server.jobs()}
    proxy.cut_once_after(400_000, "up")
    job = shaky.submit_buffer(FRAME, 1)
    assert proxy.cuts == 1
    assert [each.name for each in server.jobs() if each.name not in before] == [job.name]
    assert list(job.result()["n"]) == list(FRAME["n"])


def test_an_answer_that_is_lost_makes_no_second_job(shaky, proxy, server):
    shaky.info()
    before = {job.name for job in server.jobs()}
    proxy.cut_once_after(1, "down")
    spec = job_pb2.JobSpec()
    spec.input.geojson = '{"type": "Point", "coordinates": [7, 51]}'
    spec.buffer.distance = 0.1
    job = shaky.client.submit_job(spec)
    assert proxy.cuts == 1
    assert [each.name for each in server.jobs() if each.name not in before] == [job.name]


def test_a_result_that_breaks_off_is_read_on_where_it_broke(shaky, proxy, server):
    job = server.submit_buffer(FRAME, 1).wait()
    proxy.cut_once_after(1_000_000, "down")
    made = shaky.job(job.name).result()
    assert proxy.cuts == 1
    assert list(made["n"]) == list(FRAME["n"])


def test_a_file_that_breaks_off_is_read_on_where_it_broke(shaky, proxy, server, tmp_path):
    job = server.submit("native:buffer", INPUT=FRAME, DISTANCE=1, OUTPUT=str(tmp_path / "made.gpkg"))
    job.wait()
    output = job.outputs["OUTPUT"].files.files[0]
    proxy.cut_once_after(output.byte_count // 2, "down")
    made = shaky.job(job.name).result(folder=tmp_path / "again")
    assert proxy.cuts == 1
    assert made.stat().st_size == output.byte_count
    assert len(geopandas.read_file(made, rows=5)) == 5


def test_a_watch_that_breaks_misses_no_state(shaky, proxy, server):
    job = server.submit_buffer([slow_line()] * 2000, 0.5)
    watched = shaky.job(job.name).watch(replay=True)
    assert next(watched) is not None
    proxy.cut()
    job.cancel()
    states = [event.state for event in watched]
    assert proxy.accepted >= 2
    assert states[-1] == "CANCELLED"


def test_waiting_outlives_a_break(shaky, proxy, server):
    job = server.submit_buffer([slow_line()] * 2000, 0.5)
    waiting = shaky.job(job.name)
    events = waiting.watch()
    next(events)
    proxy.cut()
    next(events)
    job.cancel()
    assert waiting.wait().cancelled()


def test_a_repeat_with_the_same_request_id_gives_the_first_job(server):
    first = server.submit_buffer(FRAME, 1, request_id="the-same")
    again = server.submit_buffer(FRAME, 1, request_id="the-same")
    assert first.name == again.name
    with server.upload(FRAME, request_id="upload") as dataset:
        assert server.upload(FRAME, request_id="upload").name == dataset.name


def test_what_is_refused_is_not_repeated(shaky, proxy):
    with pytest.raises(geotask.InvalidArgument):
        shaky.buffer(FRAME, 1, segments=5000)
    assert proxy.accepted == 1


def test_a_server_that_starts_late_is_waited_for(tmp_path):
    import socket
    import threading

    from support.daemon import Daemon

    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"127.0.0.1:{listener.getsockname()[1]}"
    retry = geotask.RetryPolicy(attempts=50, first_wait=0.2, longest_wait=0.5)
    answers = []
    with geotask.connect(address, retry=retry) as early:
        asking = threading.Thread(target=lambda: answers.append(early.info()))
        asking.start()
        with Daemon(tmp_path, "--listen", address):
            asking.join(timeout=60)
    assert answers and answers[0].versions.qgis


def test_closing_ends_the_calls_under_way(daemon):
    import threading

    connection = geotask.connect(daemon.address)
    job = connection.submit_buffer([slow_line()] * 2000, 0.5, cancel_on_disconnect=True)
    ended = []

    def wait():
        try:
            job.wait()
        except geotask.GeotaskError as error:
            ended.append(error)

    waiting = threading.Thread(target=wait)
    waiting.start()
    next(job.watch())
    connection.close()
    waiting.join(timeout=60)
    assert len(ended) == 1 and ended[0].code in ("CANCELLED", "UNAVAILABLE")
