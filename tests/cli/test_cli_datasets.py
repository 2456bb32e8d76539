# SPDX-License-Identifier: GPL-2.0-or-later
"""Uploaded data and results of jobs as input, and what remains of them."""

import contextlib
import signal
import socket
import threading
import time

import pytest

from cli_support import ENDLESS_JOB, POINT, WORLD, Cli, SilentServer, daemon, lines_of, rows_of


def uploaded(cli, dataset_id, *words):
    """A dataset of one point."""
    reference = cli.ok("upload", "-", "--id", dataset_id, *words, stdin=POINT).strip()
    assert reference == f"dataset:{dataset_id}"
    return reference


def names_of(text):
    return [line.split()[0] for line in text.splitlines()[1:]]


def test_an_uploaded_file_is_the_input_of_several_jobs(cli, tmp_path):
    reference = cli.ok("upload", f"{WORLD}|disputed_borders").strip()
    assert reference.startswith("dataset:")
    before = rows_of(WORLD, "disputed_borders")
    for given in (reference, reference.replace("dataset:", "datasets/")):
        out = tmp_path / "out.gpkg"
        cli.ok("buffer", given, "--distance", "0.1", "-o", str(out), "--overwrite")
        after = rows_of(out)
        assert [row[:2] for row in after] == [row[:2] for row in before]
        assert all(area.Contains(line) for (_, _, line), (_, _, area) in zip(before, after))


def test_an_upload_tells_on_standard_error_what_went_up(cli):
    done = cli("upload", f"{WORLD}|countries", "--json")
    assert done.returncode == 0, done.stderr
    (dataset,) = lines_of(done.stdout)
    assert dataset["featureCount"] == "240"
    assert "Uploaded 240 rows" in done.stderr
    assert "uploading" in done.stderr and "\r" not in done.stderr


def test_the_result_of_a_job_is_the_input_of_the_next(cli, tmp_path):
    cli.ok("buffer", "-", "--distance", "1", "--job-id", "first", stdin=POINT)
    areas = []
    for given in ("job:first", "jobs/first"):
        out = tmp_path / "out.geojson"
        cli.ok("buffer", given, "--distance", "1", "-o", str(out), "--overwrite")
        ((_, _, area),) = rows_of(out)
        areas.append(area.Area())
    assert areas[0] == areas[1] == pytest.approx(4 * 3.14, rel=0.05)
    assert "job:first" in cli.ok("jobs")


def test_datasets_are_listed_newest_first_and_by_label(cli):
    for name in ("older", "newer"):
        uploaded(cli, name, "--label", "suite=list")
    uploaded(cli, "other")
    text = cli.ok("datasets", "--label", "suite=list")
    assert text.splitlines()[0].split() == ["NAME", "ROWS", "SIZE", "GEOMETRY", "CRS", "AGE"]
    assert names_of(text) == ["dataset:newer", "dataset:older"]
    assert "dataset:other" in names_of(cli.ok("datasets"))
    listed = lines_of(cli.ok("datasets", "--json", "--label", "suite=list"))
    assert [dataset["name"] for dataset in listed] == ["datasets/newer", "datasets/older"]


def test_show_tells_a_datasets_facts(cli):
    reference = uploaded(cli, "shown", "--label", "team=maps", "--ttl", "2h", "--crs", "EPSG:2056")
    text = cli.ok("show", reference)
    assert "Name:       dataset:shown" in text and "EPSG:2056" in text and "team=maps" in text
    assert lines_of(cli.ok("show", "datasets/shown", "--json"))[0]["schema"]["crs"] == "EPSG:2056"


def test_delete_takes_jobs_and_datasets_together(cli):
    reference = uploaded(cli, "deleted")
    cli.ok("buffer", reference, "--distance", "1", "--job-id", "deleted")
    assert cli.ok("delete", "deleted", reference) == (
        "jobs/deleted is deleted.\ndataset:deleted is deleted.\n")
    assert cli("show", "deleted").returncode == cli("show", reference).returncode == 1


def test_what_cannot_be_deleted_does_not_keep_the_rest(cli):
    done = cli("delete", "dataset:no-such-dataset", uploaded(cli, "rest"))
    assert done.returncode == 1
    assert "DATASET_NOT_FOUND" in done.stderr
    assert done.stdout == "dataset:rest is deleted.\n"


def test_delete_touches_nothing_when_a_name_is_none(cli):
    reference = uploaded(cli, "untouched")
    assert cli("delete", reference, "dataset:No Name").returncode == 2
    cli.ok("show", reference)


@pytest.mark.parametrize("words, code, says", [
    (["buffer", "dataset:Lakes", "--distance", "1"], 2, "a-z0-9-"),
    (["buffer", "job:", "--distance", "1"], 2, "a-z0-9-"),
    (["buffer", "dataset:none", "--distance", "1"], 1, "DATASET_NOT_FOUND"),
    (["buffer", "job:none", "--distance", "1"], 1, "JOB_NOT_FOUND"),
    (["buffer", "dataset:none", "--distance", "1", "--crs", "EPSG:4326"], 2, "--crs"),
    (["buffer", "job:none", "--distance", "1", "--crs", "EPSG:4326"], 2, "--crs"),
    (["upload", "data:world/countries"], 2, "on the server already"),
    (["upload", "dataset:lakes"], 2, "on the server already"),
    (["upload", WORLD], 2, "Name one"),
    (["upload", f"{WORLD}|countries", "--id", "Lakes"], 2, "--id"),
    (["upload", f"{WORLD}|countries", "--label", "A=b"], 2, "--label"),
    (["upload", f"{WORLD}|countries", "--ttl", "9999d"], 2, "--ttl"),
    (["upload", f"{WORLD}|countries", "--crs", "EPSG:999999"], 2, "--crs"),
    (["show", "dataset:-"], 2, "geotask datasets"),
    (["watch", "dataset:lakes"], 2, "a job is wanted"),
])
def test_a_mistake_is_explained(cli, words, code, says):
    done = cli(*words, stdin="")
    assert done.returncode == code
    assert says in done.stderr
    assert done.stdout == ""


def test_an_id_that_is_taken_is_refused(cli):
    uploaded(cli, "taken")
    again = cli("upload", "-", "--id", "taken", stdin=POINT)
    assert again.returncode == 1 and "DATASET_EXISTS" in again.stderr


def test_a_job_that_has_not_ended_is_no_input_yet(cli):
    name = cli.detached(*ENDLESS_JOB)
    early = cli("buffer", name, "--distance", "1")
    cli.ok("cancel", name)
    assert early.returncode == 1 and "INPUT_NOT_READY" in early.stderr


def files_under(folder):
    """Without those that worker processes keep for themselves."""
    return sorted(path for path in folder.rglob("*")
                  if not path.is_dir() and "workers" not in path.relative_to(folder).parts)


@pytest.mark.parametrize("source", [f"{WORLD}|countries", "-"])
def test_local_data_is_deleted_with_its_job(tmp_path, source):
    """Of a file that is streamed beside the request, and of rows inside it."""
    with daemon(tmp_path) as cli:
        before = files_under(tmp_path / "state")
        cli.ok("buffer", source, "--distance", "0.1", "--job-id", "mine", stdin=POINT)
        assert cli.ok("datasets") == ""
        assert files_under(tmp_path / "state") != before
        cli.ok("delete", "mine")
        assert cli.ok("datasets") == ""
        assert files_under(tmp_path / "state") == before


# ---- Ctrl-C ----


def test_ctrl_c_during_an_upload_ends_it():
    with SilentServer() as server:
        cli = Cli(server.address)
        running = cli.start("upload", f"{WORLD}|countries")
        server.await_a_client()
        running.send_signal(signal.SIGINT)
        printed, messages = running.communicate(timeout=120)
    assert running.returncode == 130
    assert printed == ""
    assert "stopped" in messages


class HeldAnswer:
    """Passes a connection on to a server. From the first time that `word` goes there answers are
    held back, until the release."""

    def __init__(self, server_address, word):
        host, port = server_address.rsplit(":", 1)
        self.server = socket.create_connection((host, int(port)))
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.door.getsockname()[1]}"
        self.word = word
        self.release = threading.Event()
        self.release.set()

    def __enter__(self):
        threading.Thread(target=self.run, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.release.set()

    def run(self):
        client, _ = self.door.accept()
        threading.Thread(target=self.answer, args=(client,), daemon=True).start()
        held = False
        with contextlib.suppress(OSError):  # An end has gone.
            while data := client.recv(65536):
                if self.word in data and not held:
                    held = True
                    self.release.clear()
                self.server.sendall(data)
            self.server.shutdown(socket.SHUT_WR)

    def answer(self, client):
        with contextlib.suppress(OSError):
            while data := self.server.recv(65536):
                self.release.wait()
                client.sendall(data)
            client.shutdown(socket.SHUT_WR)


def test_ctrl_c_after_the_last_row_deletes_the_dataset_again(cli, tmp_path):
    point = tmp_path / "point.geojson"
    point.write_text(POINT)
    with HeldAnswer(cli.address, b"too-late") as server:
        running = cli.start("--server", server.address, "upload", str(point), "--id", "too-late")
        while cli("show", "dataset:too-late").returncode != 0:
            assert running.poll() is None
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        line = ""
        while "Waiting for the server's answer, to delete the dataset" not in line:
            line = running.stderr.readline()
            assert line != "" or running.poll() is None
        server.release.set()
        printed, messages = running.communicate(timeout=120)
    assert running.returncode == 130
    assert printed == ""
    assert "Deleted dataset:too-late again." in messages
    assert cli("show", "dataset:too-late").returncode == 1
