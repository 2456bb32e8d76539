# SPDX-License-Identifier: GPL-2.0-or-later
"""Notebooks: the HTML of jobs and algorithms, and the bar."""

import html.parser
import sys
import time
import types

import geopandas
import pytest
from shapely.geometry import Point

import geotask
import geotask.bars
from support.rows import slow_line

POINTS = geopandas.GeoSeries([Point(i, 0) for i in range(10)], crs="EPSG:3857")


class Reader(html.parser.HTMLParser):
    """Text and open tags of an HTML; fails on tags that do not match."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.text = [], [], ""
        self.feed(text)
        assert not self.open, self.open

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_a_job_shows_state_progress_and_outputs(server):
    job = server.submit_buffer(POINTS, 1).wait()
    shown = Reader(job._repr_html_())
    assert "SUCCEEDED" in shown.text and job.id in shown.text and "buffer" in shown.text
    assert "OUTPUT" in shown.text and "10 rows of MultiPolygon EPSG:3857" in shown.text
    assert {"progress", "table"} <= set(shown.tags)
    assert "SUCCEEDED" in repr(job)


def test_a_job_at_work_shows_how_far_it_is(server):
    job = server.submit_buffer([slow_line()] * 2000, 0.5)
    while job.progress().total is None:  # It waits, or has not counted its rows yet.
        time.sleep(0.01)
    shown = Reader(job._repr_html_())
    assert "RUNNING" in shown.text and "of 2,000 rows" in shown.text
    job.cancel()
    shown = Reader(job.wait()._repr_html_())
    assert "CANCELLED" in shown.text and "CANCELLED_BY_CLIENT" in shown.text


def test_what_a_server_says_cannot_become_markup():
    from geotask.job import Job
    from geotask.v1 import job_pb2

    message = job_pb2.Job(name="jobs/a", state=job_pb2.JOB_STATE_FAILED, error_message="<script>x")
    message.spec.processing.algorithm = "<b onload=x>"
    message.error.remedy = "<img src=x>"
    message.outputs.add(name="<i>").value.string_value = "<table>"
    shown = Reader(Job(None, message)._repr_html_())
    assert not {"script", "img", "i"} & set(shown.tags) and shown.tags.count("table") == 1


def test_algorithms_show_as_a_table_and_one_with_its_parameters(server):
    found = server.algorithms("centroid")
    shown = Reader(found._repr_html_())
    assert f"{len(found)} algorithms" in shown.text and "native:centroids" in shown.text
    assert "native:centroids" in repr(found)
    shown = Reader(server.algorithm("native:buffer")._repr_html_())
    assert "END_CAP_STYLE" in shown.text and "Square" in shown.text


def test_a_dataset_shows_what_it_holds(server):
    with server.upload(POINTS) as dataset:
        assert "10 rows of Point, EPSG:3857" in Reader(dataset._repr_html_()).text


def test_the_bar_follows_a_job_to_its_end(server, capsys):
    assert len(server.buffer([slow_line(100)] * 20, 0.5, progress=True)) == 20
    said = capsys.readouterr().err
    assert "Succeeded" in said and "100%" in said
    geotask.progress([server.submit_buffer(POINTS, 1) for _ in range(3)])
    assert "3/3" in capsys.readouterr().err


def test_without_tqdm_the_bar_is_plain_text(server, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    geotask.progress(server.submit_buffer([slow_line(100)] * 20, 0.5))
    said = capsys.readouterr().err
    assert "Succeeded 100 %" in said.splitlines()[-1]


def test_a_bar_is_shown_by_itself_in_a_notebook_alone(server, capsys, monkeypatch):
    server.buffer(POINTS, 1)
    assert capsys.readouterr().err == ""
    shell = type("ZMQInteractiveShell", (), {})()
    monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=lambda: shell))
    assert geotask.bars.in_notebook()
    server.run("native:centroids", INPUT=POINTS)
    assert "Succeeded" in capsys.readouterr().err


def test_a_job_that_fails_closes_the_bar_and_raises(server, capsys):
    frame = geopandas.GeoDataFrame({"r": [None, 1.0]}, geometry=list(POINTS[:2]), crs="EPSG:3857")
    with pytest.raises(geotask.JobFailed):
        server.buffer(frame, "r", progress=True)
    assert "Failed" in capsys.readouterr().err
