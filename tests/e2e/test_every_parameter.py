# SPDX-License-Identifier: GPL-2.0-or-later
"""No parameter of any algorithm takes a place: each that could name one is tried, one at a time."""

import grpc
import pytest

from support import calls, processing
from support.catalogue import Catalogue

PLACES = [
    "/etc/passwd", "../../etc/passwd", "file:///etc/passwd", "/vsicurl/http://127.0.0.1:9/a.gpkg",
    "/vsizip//etc/a.zip/a.shp", "PG:dbname=geo", "virtual:?query=SELECT 1",
    "delimitedtext://file:///etc/passwd", "type=xyz&url=http://127.0.0.1:9/{z}",
]
LAYERS = {"source", "vector", "raster", "layer", "mesh", "pointcloud", "file", "extent", "crs"}
LISTS = {"multilayer"}
OBJECTS = {"tininputlayers", "vectortilewriterlayers", "dxflayers"}
ROWS = {"idw_interpolation_data"}
# Programs get these as arguments.
ARGUMENTS = {"EXTRA", "ADDITIONAL_OPTIONS", "OPTIONS"}


def attempts(algorithm):
    """(parameter, value, how it is to be refused) for each parameter that could name a place."""
    outside = algorithm.provider not in ("native", "qgis", "3d")
    for number, parameter in enumerate(algorithm.parameters):
        place = PLACES[number % len(PLACES)]
        if parameter.destination:
            yield parameter.name, place, "INVALID_DESTINATION"
        elif parameter.type in LAYERS:
            yield parameter.name, place, "INVALID_PARAMETER"
        elif parameter.type in LISTS:
            yield parameter.name, [place], "INVALID_PARAMETER"
        elif parameter.type in OBJECTS:
            yield parameter.name, [{"source": place, "layer": place}], "INVALID_PARAMETER"
        elif parameter.type in ROWS:
            yield parameter.name, place + "::~::0::~::0::~::0", "INVALID_PARAMETER"
        elif outside and parameter.name in ARGUMENTS:
            yield parameter.name, f"--config X {place}", "ARGUMENT_DENIED"


def refusal(daemon, algorithm, parameters):
    """The ErrorDetail of a submit; None when it was taken."""
    try:
        processing.submit(daemon, algorithm, parameters, validate_only=True)
    except grpc.RpcError as error:
        return calls.error_detail(error)
    return None


@pytest.mark.parametrize("provider, at_least", [("native", 400), ("qgis", 80), ("gdal", 180)])
def test_none_takes_a_place(daemon, provider, at_least):
    catalogue = Catalogue(daemon)
    taken, tried = [], 0
    for name in catalogue.list(provider=provider):
        for parameter, value, reason in attempts(catalogue.get(name)):
            tried += 1
            told = refusal(daemon, name, {parameter: value})
            field = f"spec.processing.parameters.{parameter}"
            if told is None or (told.reason, told.field) != (reason, field):
                taken.append((name, parameter, value, told))
    assert not taken
    assert tried >= at_least
