# SPDX-License-Identifier: GPL-2.0-or-later
"""The catalogue of algorithms: what the server's QGIS has, and what the operator lets clients run."""

import grpc
import pytest

from google.protobuf import json_format
from support.calls import refused
from support.catalogue import Catalogue
from support.daemon import MAX_MESSAGE_BYTES

BAD = grpc.StatusCode.INVALID_ARGUMENT


@pytest.fixture(scope="module")
def catalogue(daemon):
    return Catalogue(daemon)


def test_all_native_algorithms_are_listed_by_id(catalogue):
    listed = catalogue.list(provider="native")

    assert len(listed) > 200
    assert list(listed) == sorted(listed)
    assert {"native:buffer", "native:centroids", "native:dissolve"} <= set(listed)
    assert all(each.provider == "native" and each.title for each in listed.values())


def test_small_pages_hold_the_same_as_large_ones(catalogue):
    assert list(catalogue.list(page_size=17)) == list(catalogue.list(page_size=1000))


def test_filters_narrow_the_list(catalogue):
    assert "native:centroids" in catalogue.list(search="CENTROID middle")
    assert set(catalogue.list(group="vector overlay")) >= {"native:clip", "native:union"}
    assert "native:buffer" in catalogue.list(tags=["grow"])
    assert catalogue.list(search="no algorithm has these words") == {}


def test_every_algorithm_is_described_whole_in_one_message(catalogue):
    for algorithm in catalogue.list(show_all=True):
        described = catalogue.get(algorithm)
        assert described.ByteSize() <= MAX_MESSAGE_BYTES
        assert described.id == algorithm
        for parameter in described.parameters:
            assert parameter.type and parameter.name, algorithm
            assert parameter.HasField("definition"), (algorithm, parameter.name)
        json_format.MessageToJson(described)


def test_a_description_tells_what_a_form_needs(catalogue):
    buffer = catalogue.get("native:buffer")
    parameters = {each.name: each for each in buffer.parameters}

    assert parameters["INPUT"].type == "source" and parameters["INPUT"].data_types
    assert parameters["SEGMENTS"].default_value.number_value == 5
    assert parameters["SEGMENTS"].minimum == 1 and parameters["SEGMENTS"].integer
    assert list(parameters["END_CAP_STYLE"].options) == ["Round", "Flat", "Square"]
    assert parameters["OUTPUT"].destination and parameters["OUTPUT"].supports_rows
    assert [(each.name, each.type) for each in buffer.outputs] == [("OUTPUT", "outputVector")]
    field = {each.name: each for each in catalogue.get("native:dissolve").parameters}["FIELD"]
    assert field.parent == "INPUT" and field.multiple and field.optional


@pytest.mark.parametrize("algorithm, because", [
    ("native:filedownloader", "network"),
    ("native:batchnominatimgeocoder", "network"),
    ("native:postgisexecutesql", "SQL"),
    ("native:spatialiteexecutesql", "SQL"),
    ("native:spatialiteexecutesqlregistered", "SQL"),
    ("native:downloadgpsdata", "device"),
])
def test_what_is_dangerous_is_denied_and_says_how_it_is_allowed(catalogue, algorithm, because):
    denied = catalogue.get(algorithm).denied

    assert because in denied and f"--allow-algorithms {algorithm}" in denied
    assert algorithm not in catalogue.list(provider="native")
    assert algorithm in catalogue.list(provider="native", show_all=True)


def test_most_native_algorithms_are_not_denied(catalogue):
    every = catalogue.list(provider="native", show_all=True).values()

    assert sum(1 for each in every if each.denied) < 15


def test_the_operator_allows_and_denies_by_pattern(start):
    catalogue = Catalogue(start("--allow-algorithms", "native:spatialiteexecutesql*",
                                "--deny-algorithms", "native:*buffer"))

    assert catalogue.get("native:spatialiteexecutesqlregistered").denied == ""
    assert "--deny-algorithms native:*buffer" in catalogue.get("native:buffer").denied
    assert "native:singlesidedbuffer" not in catalogue.list()
    assert "native:bufferbym" in catalogue.list()


def test_an_unknown_algorithm_is_told_with_those_that_are_spelled_alike(catalogue):
    with refused(grpc.StatusCode.NOT_FOUND, "UNKNOWN_ALGORITHM", "name") as errors:
        catalogue.get("native:centroid")
    assert "native:centroids" in errors[0].accepted


def test_a_token_is_of_one_filter(catalogue):
    token = catalogue.page(page_size=1).next_page_token
    with refused(BAD, "INVALID_PAGE_TOKEN", "page_token"):
        catalogue.page(page_token=token, provider="native")
