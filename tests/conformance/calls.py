# SPDX-License-Identifier: GPL-2.0-or-later
"""A call for each algorithm: made of its description, and by hand where that says too little.

Layers stand as Layer("polygons"), so that the two sides can name them in their own way; destinations
are filled in by them too.
"""

import dataclasses
import json
import pathlib

from google.protobuf import json_format

from data import CRS, EXTENT

HERE = pathlib.Path(__file__).resolve().parent


@dataclasses.dataclass(frozen=True)
class Layer:
    name: str
    suffix: str = ""  # What follows it in a text.
    uploaded: bool = False  # A copy of it that may be changed.

    @property
    def is_raster(self):
        return self.name in ("dem", "bands", "palette")

    @property
    def file(self):
        if "." in self.name or "/" in self.name:
            return self.name
        return f"{self.name}.tif" if self.is_raster else f"{self.name}.fgb"


class NoCall(Exception):
    """There is nothing to give to this algorithm; says why."""


VALUES = {
    "meshdatasetgroups": [0],
    "meshdatasettime": {"type": "static"},
    "boolean": True,
    "expression": '"number" > 5',
    "crs": "EPSG:3857",
    "extent": f"{EXTENT[0]},{EXTENT[1]},{EXTENT[2]},{EXTENT[3]} [{CRS}]",
    "point": f"4321000,3210000 [{CRS}]",
    "geometry": "LINESTRING (4000000 3000000, 4400000 3300000)",
    "range": "5,20",
    "matrix": [0, 400, 1, 400, 700, 2, 700, 2000, 3],
    "color": "#336699",
    "datetime": "2024-01-31",
    "band": 1,
    "enum": 0,
}
# What calls.json says besides of a call.
NO_PARAMETERS = ("random", "project_crs", "project")
NUMBERS = {"distance": 20000, "area": 1e9, "scale": 1e6, "duration": 1, "number": 2}
FIELDS = {-1: "number", 0: "value", 1: "name", 2: "day"}  # QgsProcessingParameterField::DataType


def layer_for(parameter):
    """A layer that the parameter takes, as its description tells."""
    takes = set(parameter.data_types)
    if parameter.type == "raster" or takes == {"Raster"}:
        return Layer("dem")
    if not takes or takes & {"VectorPolygon", "Vector", "VectorAnyGeometry", "MapLayer"}:
        return Layer("polygons")
    if takes == {"Mesh"}:
        return Layer("mesh.2dm", uploaded=True)
    if "VectorLine" in takes:
        return Layer("lines")
    if "VectorPoint" in takes:
        return Layer("points")
    raise NoCall(f"takes {', '.join(sorted(takes))}")


def value_for(parameter):
    kind = parameter.type
    if kind == "field":
        definition = parameter.definition
        name = FIELDS[int(definition["data_type"]) if "data_type" in definition else -1]
        return [name] if parameter.multiple else name
    if kind in VALUES:
        return VALUES[kind]
    if kind == "multilayer":
        first = layer_for(parameter)
        return [first, Layer("bands") if first.is_raster else Layer("squares")]
    if parameter.data_types or kind in ("source", "vector", "raster", "layer"):
        return layer_for(parameter)
    if kind in NUMBERS:
        value = NUMBERS[kind]
        if parameter.HasField("minimum"):
            value = max(value, parameter.minimum)
        if parameter.HasField("maximum"):
            value = min(value, parameter.maximum)
        return int(value) if value == int(value) else value
    if kind == "string":
        return "text"
    raise NoCall(f"{parameter.name} is of type {kind}")


def by_hand(address):
    """Calls that are written down, {algorithm: {parameter: value}}: layers as `@name`, copies that may
    be changed as `@@name`, files as `#name`. The files are at `address`, too, written `$ADDRESS`."""
    text = (HERE / "calls.json").read_text(encoding="utf-8")
    return json.loads(text.replace("$ADDRESS", address))


def with_layers(value):
    if isinstance(value, str) and value[:1] in ("@", "#"):
        name, bar, rest = value.lstrip("@#").partition("::~::")
        return Layer(name, bar + rest, uploaded=value[:2] == "@@" or value[0] == "#")
    if isinstance(value, list):
        return [with_layers(each) for each in value]
    if isinstance(value, dict):
        return {key: with_layers(each) for key, each in value.items()}
    return value


def whole(value):
    """JSON's numbers without the fraction that is none."""
    if isinstance(value, list):
        return [whole(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def call_for(algorithm, written):
    """The parameters of a call, destinations left out."""
    given = written.get(algorithm.id, {})
    if "skip" in given:
        raise NoCall(given["skip"])
    call = {name: with_layers(value) for name, value in given.items() if name not in NO_PARAMETERS}
    for parameter in algorithm.parameters:
        if parameter.destination or parameter.name in call:
            continue
        if parameter.optional:
            continue
        default = whole(json_format.MessageToDict(parameter.default_value))
        # QGIS 3.22 does not always take the default of what is not given.
        given_by_default = parameter.HasField("default_value") and default != "ProjectCrs"
        call[parameter.name] = default if given_by_default else value_for(parameter)
    return call
