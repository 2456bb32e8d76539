# SPDX-License-Identifier: GPL-2.0-or-later
"""QGIS with the plugin installed from its zip: the user enters servers and tests connections."""

import contextlib
import socket

import pytest
from support.desktop import Desktop


@contextlib.contextmanager
def silent_server():
    """Accepts connections and says nothing; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.parametrize("transport", ["grpc", "http2"])
def test_connection_tests_tell_what_is_there_or_what_is_wrong(daemon, tmp_path, transport):
    with silent_server() as nobody:
        pass  # It is gone by now.
    desktop = Desktop(tmp_path, transport)
    with silent_server() as silent:
        told = desktop.play(
            "settings.enters_and_tests", nobody=nobody, silent=silent, address=daemon.address
        )

    assert "No connection" in told["nobody"] and nobody in told["nobody"]
    assert "Is the address right" in told["nobody"]

    assert told["asking"] == f"Asking Office ({silent}) …" and told["button"] == "Stop"
    assert told["stopped"] == "Stopped."

    for words in ("geotaskd", "QGIS 3", "GEOS", "world", "layers", "jobs at work", "without TLS"):
        assert words in told["connected"]
    assert ("grpcio" if transport == "grpc" else "pure Python") in told["connected"]

    assert told["after_cancel"] == [], "Cancel keeps nothing"
    assert told["servers"] == [
        ["office", "Office", False],
        ["buro_sud", "Büro Süd", False],
        ["office_2", "Office", True],
    ]
    if transport == "http2":
        assert "127.0.0.1:9090" in told["no_address"], "an example of an address"


def test_a_qgis_in_german_shows_the_words_in_german_and_a_page_of_options(tmp_path):
    told = Desktop(tmp_path, locale="de").play("settings.speaks_german")
    assert (told["button"], told["dock"]) == ("Verbindung testen", "Entfernte Aufträge")
    assert told["servers"] == ["127.0.0.1:9090"], "entered in the options"
