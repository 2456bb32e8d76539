# SPDX-License-Identifier: GPL-2.0-or-later
"""A server of one's own, for as long as it is needed."""

import pytest
from shapely.geometry import Point

import geotask
from support.daemon import PROGRAM, WORLD_MAP


def test_a_local_server_starts_works_and_ends():
    with geotask.local_server(program=PROGRAM, sources={"world": WORLD_MAP}) as server:
        assert server.buffer(Point(0, 0), 1).area > 3
        assert "data:world/countries" in server.sources()["world"]
        address = server.client.address
    with geotask.connect(address, retry=geotask.RetryPolicy(attempts=1)) as gone:
        with pytest.raises(geotask.Unavailable):
            gone.info()


def test_a_local_server_that_cannot_start_says_why(monkeypatch):
    with pytest.raises(geotask.Unavailable, match="unknown|option|--nonsense"):
        with geotask.local_server("--nonsense", program=PROGRAM):
            pass
    monkeypatch.delenv("GEOTASKD", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(geotask.Unavailable) as caught:
        with geotask.local_server():
            pass
    assert caught.value.reason == "NO_SERVER" and caught.value.remedy
