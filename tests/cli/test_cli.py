# SPDX-License-Identifier: GPL-2.0-or-later
"""The program `geotask` against a daemon, as people use it.

GEOTASKD and GEOTASK name the two programs. One daemon serves all tests; each test makes its own jobs.
"""

import json
import math
import os
import signal
import socket
import subprocess
import threading
import time

import pytest
from osgeo import ogr

ogr.UseExceptions()

WORLD = "/usr/share/qgis/resources/data/world_map.gpkg"
POINT = '{"type":"Point","coordinates":[8,47]}'
# Uniting the provinces of the world one after the other keeps a daemon at work for seconds.
LONG_JOB = ["data:world/states_provinces", "--distance", "1", "--segments", "200", "--dissolve"]


class Cli:
    """Runs `geotask` against one server."""

    def __init__(self, address):
        self.address = address
        self.program = os.environ["GEOTASK"]

    def environment(self):
        return {**os.environ, "GEOTASK_SERVER": self.address, "NO_COLOR": "1"}

    def __call__(self, *words, stdin=None):
        return subprocess.run([self.program, *words], env=self.environment(), input=stdin,
                              capture_output=True, text=True, timeout=300)

    def start(self, *words):
        return subprocess.Popen([self.program, *words], env=self.environment(),
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def ok(self, *words, stdin=None):
        done = self(*words, stdin=stdin)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def detached(self, *words):
        return self.ok("buffer", *words, "--detach").strip()


@pytest.fixture(scope="session")
def cli(tmp_path_factory):
    folder = tmp_path_factory.mktemp("daemon")
    address_file = folder / "address"
    with open(folder / "log", "w") as log:
        daemon = subprocess.Popen(
            [os.environ["GEOTASKD"], "--listen", "127.0.0.1:0", "--address-file", str(address_file),
             "--state-dir", str(folder / "state"), "--source", f"world={WORLD}"],
            stdout=log, stderr=log)
    while not address_file.exists():
        assert daemon.poll() is None, (folder / "log").read_text()
        time.sleep(0.05)
    yield Cli(address_file.read_text().strip())
    daemon.terminate()
    daemon.wait(60)


def lines_of(text):
    return [json.loads(line) for line in text.splitlines()]


def rows_of(path, layer_name=None):
    """The rows of a layer: (id, attributes, geometry or None)."""
    dataset = ogr.Open(str(path))
    layer = dataset.GetLayerByName(layer_name) if layer_name else dataset.GetLayer(0)
    rows = []
    for row in layer:
        geometry = row.GetGeometryRef()
        # GDAL frees a row's geometry with the row.
        rows.append((row.GetFID(), row.items(), geometry.Clone() if geometry else None))
    return rows


# ---- buffer -----------------------------------------------------------------------------------------


def test_buffer_of_a_server_layer_becomes_a_geopackage(cli, tmp_path):
    out = tmp_path / "borders.gpkg"
    done = cli("buffer", "data:world/disputed_borders", "--distance", "0.1", "--output", str(out))
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert f"Wrote 46 rows to {out}." in done.stderr
    before = rows_of(WORLD, "disputed_borders")
    after = rows_of(out)
    assert [row[0] for row in after] == [row[0] for row in before]
    assert [row[1]["name"] for row in after] == [row[1]["name"] for row in before]
    for (_, _, line), (_, _, area) in zip(before, after):
        assert area.Contains(line)
        assert area.GetSpatialReference().GetAuthorityCode(None) == "4326"


def test_buffer_of_geojson_on_standard_input_becomes_geojson_on_standard_output(cli):
    collection = json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": 7, "properties": {"name": "a", "size": 1.5},
         "geometry": {"type": "Point", "coordinates": [8, 47]}},
        {"type": "Feature", "id": 9, "properties": {"name": None, "size": 2},
         "geometry": None}]})
    out = json.loads(cli.ok("buffer", "-", "--distance", "1", "--output", "-", stdin=collection))
    assert out["type"] == "FeatureCollection"
    first, second = out["features"]
    assert first["id"] == 7 and first["properties"] == {"name": "a", "size": 1.5}
    assert first["geometry"]["type"] in ("Polygon", "MultiPolygon")
    assert second["id"] == 9 and second["geometry"] is None
    assert second["properties"] == {"name": None, "size": 2.0}


def test_buffer_of_a_local_file_larger_than_a_message_keeps_every_row(cli, tmp_path):
    out = tmp_path / "countries.fgb"
    cli.ok("buffer", f"{WORLD}|countries", "--distance", "0", "--segments", "1", "-o", str(out))
    names = sorted(row[1]["NAME"] or "" for row in rows_of(out))
    assert names == sorted(row[1]["NAME"] or "" for row in rows_of(WORLD, "countries"))


def test_a_geometry_of_five_megabytes_goes_in_and_comes_out(cli, tmp_path):
    count = 330_000
    ring = []
    for i in range(count):
        angle = 2 * math.pi * i / count
        radius = 1 + 0.1 * math.sin(40 * angle)
        ring.append([8 + radius * math.cos(angle), 47 + radius * math.sin(angle)])
    flower = json.dumps({"type": "Polygon", "coordinates": [ring + ring[:1]]})
    out = tmp_path / "flower.gpkg"
    cli.ok("buffer", "-", "--distance", "0", "--segments", "1", "-o", str(out), stdin=flower)
    ((_, _, geometry),) = rows_of(out)
    assert geometry.WkbSize() > 5_000_000
    assert geometry.Area() == pytest.approx(ogr.CreateGeometryFromJson(flower).Area(), rel=1e-9)


def test_buffer_without_output_says_how_to_fetch_the_result(cli):
    text = cli.ok("buffer", "data:world/disputed_borders", "--distance", "0.1")
    assert "SUCCEEDED" in text and "geotask result jobs/" in text


def test_buffer_with_json_prints_the_finished_job_alone(cli):
    text = cli.ok("--json", "buffer", "data:world/disputed_borders", "--distance", "0.1")
    (job,) = lines_of(text)
    assert job["state"] == "JOB_STATE_SUCCEEDED"
    assert job["output"]["featureCount"] == "46"


def test_validate_only_submits_nothing(cli):
    cli.ok("buffer", "-", "--distance", "1", "--validate-only", "--job-id", "never", stdin=POINT)
    assert cli("show", "never").returncode == 1


def test_an_existing_file_is_kept_unless_overwrite_is_given(cli, tmp_path):
    out = tmp_path / "a.geojson"
    out.write_text("precious")
    words = ["buffer", "-", "--distance", "1", "--output", str(out)]
    refused = cli(*words, stdin=POINT)
    assert refused.returncode == 1 and "--overwrite" in refused.stderr
    assert out.read_text() == "precious"
    cli.ok(*words, "--overwrite", stdin=POINT)
    assert json.loads(out.read_text())["type"] == "FeatureCollection"
    assert [path.name for path in tmp_path.iterdir()] == ["a.geojson"]


def test_progress_is_plain_lines_on_standard_error_when_piped(cli, tmp_path):
    done = cli("buffer", "data:world/countries", "--distance", "0.1", "-o", str(tmp_path / "a.gpkg"))
    assert done.returncode == 0
    assert "Submitted jobs/" in done.stderr
    assert "\r" not in done.stderr and "\033" not in done.stderr


# ---- Mistakes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("words, code, says", [
    (["bufer"], 2, "Did you mean buffer?"),
    (["jobs", "--stat", "queued"], 2, "Did you mean --state?"),
    (["buffer", "data:world/countries"], 2, "--distance"),
    (["buffer", "data:world/countries", "--distance", "1", "--cap", "round-ish"], 2, "square"),
    (["buffer", "data:world/countries", "--distance", "1", "--segments", "0"], 2, "--segments"),
    (["buffer", "none.gpkg", "--distance", "1"], 2, "There is no file none.gpkg."),
    (["buffer", WORLD, "--distance", "1"], 2, "Name one"),
    (["buffer", "data:moon/craters", "--distance", "1"], 1, "UNKNOWN_SOURCE"),
    (["buffer", "-", "--distance", "1", "-o", "a.docx"], 2, ".gpkg"),
    (["show", "no-such-job"], 1, "JOB_NOT_FOUND"),
    (["show", "No Job"], 2, "geotask jobs"),
    (["wait", "a", "--timeout", "soon"], 2, "15m"),
    (["--json", "result", "a", "--output", "-"], 2, "both want standard output"),
    (["result", "a", "--output", ""], 2, "--output"),
    (["buffer", "data:world/countries", "--distance", "1", "--output", ""], 2, "--output"),
    (["--server", "", "health"], 2, "HOST:PORT"),
    (["--server", "127.0.0.1:65536", "health"], 2, "65535"),
])
def test_a_mistake_is_explained_on_standard_error(cli, words, code, says):
    done = cli(*words, stdin="")
    assert done.returncode == code
    assert says in done.stderr
    assert done.stdout == ""


def test_a_server_that_is_not_there_is_named(cli):
    done = cli("--server", "unix:/nonexistent/geotask.sock", "health")
    assert done.returncode == 5
    assert "unix:/nonexistent/geotask.sock" in done.stderr


@pytest.mark.parametrize("words", [
    ["jobs", "--json"],
    ["sources"],
    ["--help"],
    ["buffer", "data:world/disputed_borders", "--distance", "0.1", "--output", "-"],
])
def test_output_that_is_lost_is_no_success(cli, words):
    cli.ok("wait", cli.detached("data:world/disputed_borders", "--distance", "0.1"))
    with open("/dev/full", "w") as full:
        done = subprocess.run([cli.program, *words], env=cli.environment(), stdout=full,
                              stderr=subprocess.PIPE, text=True, timeout=300)
    assert done.returncode == 1
    assert "tandard output cannot be written" in done.stderr


def test_control_characters_of_a_label_do_not_reach_the_terminal(cli):
    name = cli.detached("data:world/disputed_borders", "--distance", "0.1",
                        "--label", "team=\x1b[2J\nState: FAILED")
    assert "team=\\x1b[2J\\x0aState: FAILED" in cli.ok("show", name)
    (job,) = lines_of(cli.ok("show", name, "--json"))
    assert job["spec"]["labels"]["team"] == "\x1b[2J\nState: FAILED"


def test_every_verb_has_help_with_an_example(cli):
    for verb in ["buffer", "jobs", "show", "watch", "wait", "logs", "cancel", "delete", "result",
                 "sources", "server", "health"]:
        assert f"  geotask {verb}" in cli.ok(verb, "--help") or verb == "server"
    assert "Exit codes:" in cli.ok("--help")


# ---- Jobs -------------------------------------------------------------------------------------------


def test_a_detached_job_is_waited_for_and_fetched(cli, tmp_path):
    name = cli.detached("data:world/disputed_borders", "--distance", "0.1")
    assert name.startswith("jobs/")
    assert "SUCCEEDED" in cli.ok("wait", name)
    out = tmp_path / "a.csv"
    cli.ok("result", name.removeprefix("jobs/"), "--output", str(out))
    assert out.read_text().startswith("WKT,")
    assert len(out.read_text().splitlines()) == 47


def test_lists_follow_all_pages_and_filter_by_label_and_state(cli):
    words = ["data:world/disputed_borders", "--distance", "0.1", "--label", "suite=pages"]
    names = [cli.detached(*words) for _ in range(5)]
    for name in names:
        cli.ok("wait", name)
    listed = lines_of(cli.ok("jobs", "--json", "--label", "suite=pages"))
    assert [job["name"] for job in listed] == names[::-1]
    text = cli.ok("jobs", "--label", "suite=pages", "--state", "succeeded")
    assert text.splitlines()[0].split() == ["NAME", "STATE", "PROGRESS", "OPERATION", "INPUT", "AGE"]
    assert len(text.splitlines()) == 6
    assert cli.ok("jobs", "--label", "suite=pages", "--state", "failed") == ""


def test_show_tells_the_jobs_facts(cli):
    name = cli.detached("data:world/disputed_borders", "--distance", "0.1", "--label", "team=maps")
    cli.ok("wait", name)
    text = cli.ok("show", name)
    assert "State:      SUCCEEDED" in text and "team=maps" in text
    assert lines_of(cli.ok("show", name, "--json"))[0]["name"] == name


def test_watch_prints_events_as_json_lines_and_ends_with_the_job(cli):
    name = cli.detached("data:world/countries", "--distance", "0.1")
    events = lines_of(cli.ok("watch", name, "--json"))
    assert "job" in events[0]
    assert events[-1]["job"]["state"] == "JOB_STATE_SUCCEEDED"


def test_logs_of_a_finished_job_end(cli):
    name = cli.detached("data:world/disputed_borders", "--distance", "0.1")
    cli.ok("wait", name)
    assert all("log" in event for event in lines_of(cli.ok("logs", name, "--json")))


def test_a_cancelled_job_ends_with_its_own_exit_code(cli, tmp_path):
    name = cli.detached(*LONG_JOB)
    cli.ok("cancel", name)
    waited = cli("wait", name)
    assert waited.returncode == 6 and "CANCELLED" in waited.stdout
    fetched = cli("result", name, "--output", str(tmp_path / "a.gpkg"))
    assert fetched.returncode == 6
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_cancels_the_job_and_says_so(cli, tmp_path):
    running = cli.start("buffer", *LONG_JOB, "--output", str(tmp_path / "a.gpkg"),
                        "--job-id", "interrupted")
    line = ""
    while not line.startswith(("running", "buffering", "uniting")):
        line = running.stderr.readline()
        assert line != "" or running.poll() is None
    running.send_signal(signal.SIGINT)
    _, messages = running.communicate(timeout=120)
    assert running.returncode == 130
    assert "Cancelling jobs/interrupted" in messages
    assert lines_of(cli.ok("show", "interrupted", "--json"))[0]["state"] == "JOB_STATE_CANCELLED"
    assert list(tmp_path.iterdir()) == []


class SilentServer:
    """Takes connections and says nothing; says when the first one is there."""

    def __enter__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        return self

    def await_a_client(self):
        self.client, _ = self.socket.accept()

    def __exit__(self, *_):
        self.client.close()
        self.socket.close()


def test_ctrl_c_during_the_submit_leaves_nothing_behind_and_says_what_may_be(cli, tmp_path):
    with SilentServer() as server:
        running = cli.start("--server", server.address, "buffer", "data:world/countries",
                            "--distance", "0.4", "--output", str(tmp_path / "a.gpkg"))
        server.await_a_client()
        running.send_signal(signal.SIGINT)
        _, messages = running.communicate(timeout=120)
    assert running.returncode == 130
    assert "it may have made the job" in messages and "geotask jobs" in messages
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("more", [[], ["--detach"]])
def test_ctrl_c_before_the_job_is_known_cancels_it(cli, more):
    """The server is behind a door that opens only after the Ctrl-C."""
    host, port = cli.address.rsplit(":", 1)
    with SilentServer() as door:
        running = cli.start("--server", door.address, "buffer", *LONG_JOB, *more,
                            "--job-id", "early" + "-detached" * len(more))
        door.await_a_client()
        running.send_signal(signal.SIGINT)
        line = running.stderr.readline()
        assert "Waiting for the server's answer" in line
        with socket.create_connection((host, int(port))) as server:
            pumps = [threading.Thread(target=pump, args=ends)
                     for ends in [(door.client, server), (server, door.client)]]
            for thread in pumps:
                thread.start()
            _, messages = running.communicate(timeout=120)
            for thread in pumps:
                thread.join()
    name = "early" + "-detached" * len(more)
    assert running.returncode == 130
    assert f"Cancelling jobs/{name}" in messages
    assert lines_of(cli.ok("show", name, "--json"))[0]["state"] == "JOB_STATE_CANCELLED"


def pump(source, sink):
    """Passes bytes on until one side closes."""
    try:
        while data := source.recv(65536):
            sink.sendall(data)
    except OSError:
        pass
    try:
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def test_wait_gives_up_after_its_timeout(cli):
    name = cli.detached(*LONG_JOB)
    assert cli("wait", name, "--timeout", "1s").returncode == 5
    cli.ok("cancel", name)
    assert cli("wait", name).returncode == 6


def test_delete_removes_a_finished_job(cli):
    name = cli.detached("data:world/disputed_borders", "--distance", "0.1")
    cli.ok("wait", name)
    assert cli.ok("delete", name) == f"{name} is deleted.\n"
    assert cli("show", name).returncode == 1


# ---- Server -----------------------------------------------------------------------------------------


def test_sources_lists_layers_as_inputs(cli):
    text = cli.ok("sources")
    assert "data:world/countries" in text and "EPSG:4326" in text
    (source,) = lines_of(cli.ok("sources", "world", "--json"))
    assert {layer["name"] for layer in source["layers"]} >= {"countries", "states_provinces"}


def test_server_tells_versions(cli):
    assert "QGIS" in cli.ok("server")
    assert lines_of(cli.ok("server", "--json"))[0]["versions"]["qgis"]


def test_health_says_serving(cli):
    assert cli.ok("health") == "SERVING\n"
    assert lines_of(cli.ok("health", "--json")) == [{"status": "SERVING"}]
