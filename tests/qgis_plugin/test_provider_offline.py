# SPDX-License-Identifier: GPL-2.0-or-later
"""The toolbox while the server is away, and what is said then."""

import provider_support as support
import pytest

from geotask_remote.link.servers import Server
from geotask_remote.provider.providers import Providers
from geotask_remote.provider.servers import catalogue_path
from qgis.core import QgsApplication, QgsProcessingException


class NoClients:
    """Nobody may ask for a client: that would be the network."""

    def get(self, server):
        raise AssertionError(f"the network was touched for {server.place}")

    def forget(self, server_id):
        pass


def names():
    provider = QgsApplication.processingRegistry().providerById(support.PROVIDER)
    return {algorithm.name() for algorithm in provider.algorithms()}


@pytest.fixture(scope="module")
def gone(tmp_path_factory):
    """A server that was asked once and has gone: (address, names of its algorithms)."""
    with support.Daemon(tmp_path_factory.mktemp("daemon")) as daemon:
        with support.remote_provider(daemon.address):
            return daemon.address, names()


def test_the_algorithms_are_there_while_the_server_is_away(gone):
    address, known = gone
    assert {"native_buffer", "native_slope"} <= known
    with support.remote_provider(address, fetch=False):
        assert names() == known
        provider = QgsApplication.processingRegistry().providerById(support.PROVIDER)
        buffer = provider.algorithm("native_buffer")
        assert buffer.displayName() == "Buffer"
        assert buffer.parameterDefinition("DISTANCE").type() == "distance"
        offered = [reference for reference, _, _ in provider.catalogue.layers()]
        assert "data:world/countries" in offered


def test_showing_them_touches_no_network(gone):
    address, known = gone
    providers = Providers(NoClients())
    providers.set_servers([Server(support.SERVER, "Test", address)])
    try:
        assert names() == known
    finally:
        providers.clear()


def test_running_one_says_what_is_wrong_and_what_to_do(gone):
    address, _ = gone
    with support.remote_provider(address, fetch=False):
        with pytest.raises(QgsProcessingException) as caught:
            support.run_remote("native:centroids", {
                "INPUT": "data:world/countries", "OUTPUT": "TEMPORARY_OUTPUT"})
    said = str(caught.value)
    assert address in said and "does not answer" in said and "is the server running" in said


def test_asking_it_says_so_and_keeps_what_is_known(gone):
    address, known = gone
    with support.remote_provider(address, fetch=False) as providers:
        told = []
        providers.refreshed.connect(lambda server, words: told.append((server, words)))
        providers.refresh(support.SERVER)
        support.turn_events_until(lambda: told, "the answer to a refresh")
        ((server, words),) = told
        assert server == support.SERVER and "does not answer" in words
        assert names() == known


def test_a_server_that_was_never_asked_has_no_algorithms_yet(tmp_path):
    providers = Providers(NoClients())
    providers.set_servers([Server("fresh", "Fresh", "127.0.0.1:1")])
    try:
        provider = QgsApplication.processingRegistry().providerById("geotask_fresh")
        assert provider.name() == "Fresh" and not provider.algorithms()
        assert "not asked" in provider.longName()
    finally:
        providers.clear()


def test_a_server_that_is_taken_away_takes_its_list_along(gone):
    address, _ = gone
    with support.remote_provider(address, fetch=False) as providers:
        providers.set_servers([])
        assert QgsApplication.processingRegistry().providerById(support.PROVIDER) is None
    with pytest.raises(FileNotFoundError):
        open(catalogue_path(support.SERVER), "rb")


def test_a_list_that_is_damaged_counts_as_none(tmp_path):
    path = catalogue_path("damaged")
    with open(path, "w", encoding="utf-8") as file:
        file.write('{"format": 1, "algorithms": [')
    providers = Providers(NoClients())
    providers.set_servers([Server("damaged", "Damaged", "127.0.0.1:1")])
    try:
        assert not providers.provider("damaged").algorithms()
    finally:
        providers.clear()
