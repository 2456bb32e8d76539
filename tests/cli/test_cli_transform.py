# SPDX-License-Identifier: GPL-2.0-or-later
"""`geotask transform`: a chain of operations on a local file, in one call."""

import json

from osgeo import ogr

from cli_support import POINT, WORLD, lines_of, rows_of

COUNTRIES = f"{WORLD}|countries"


def layer_of(path):
    """(geometry type, name of the CRS, field names) of the only layer."""
    dataset = ogr.Open(str(path))
    layer = dataset.GetLayer(0)
    definition = layer.GetLayerDefn()
    names = [definition.GetFieldDefn(i).GetName() for i in range(definition.GetFieldCount())]
    return ogr.GeometryTypeToName(layer.GetGeomType()), layer.GetSpatialRef().GetName(), names


def test_operations_are_applied_in_the_order_of_the_command_line(cli, tmp_path):
    out = tmp_path / "out.gpkg"
    done = cli("transform", COUNTRIES, "--centroid", "--reproject", "EPSG:3857", "--buffer",
               "1000,segments=1", "-o", str(out))
    assert done.returncode == 0, done.stderr
    assert f"Wrote 240 rows to {out}." in done.stderr
    kind, crs, _ = layer_of(out)
    assert kind == "Multi Polygon" and crs == "WGS 84 / Pseudo-Mercator"
    for _, _, geometry in (row[:3] for row in rows_of(out)):
        assert abs(geometry.GetArea() - 2_000_000) < 1  # A square on its corner.


def test_the_same_operations_in_another_order_give_something_else(cli, tmp_path):
    out = tmp_path / "out.gpkg"
    cli.ok("transform", COUNTRIES, "--buffer", "1,segments=1", "--centroid", "-o", str(out))
    assert layer_of(out)[0] == "Point"
    assert len(rows_of(out)) == 240


def test_fields_that_an_operation_adds_are_written(cli, tmp_path):
    out = tmp_path / "out.gpkg"
    cli.ok("transform", COUNTRIES, "--convex-hull", "-o", str(out))
    kind, _, names = layer_of(out)
    assert kind == "Polygon" and names[-2:] == ["area", "perimeter"]


def test_parts_become_rows(cli, tmp_path):
    parts = sum(row[2].GetGeometryCount() for row in rows_of(WORLD, "countries"))
    out = tmp_path / "out.gpkg"
    done = cli("transform", COUNTRIES, "--single-parts", "-o", str(out))
    assert done.returncode == 0, done.stderr
    assert len(rows_of(out)) == parts > 240


def test_standard_input_goes_to_standard_output(cli):
    out = json.loads(cli.ok("transform", "-", "--translate", "1,-2", "-o", "-", stdin=POINT))
    assert out["features"][0]["geometry"]["coordinates"] == [9, 45]


def test_the_call_is_a_job_as_long_as_it_lasts_and_shown_with_its_chain(cli, tmp_path):
    out = cli.ok("transform", "-", "--swap-xy", "--promote-to-multi", "-o",
                 str(tmp_path / "a.gpkg"), "--label", "of=chain", "--json", stdin=POINT)
    (job,) = lines_of(out)
    assert job["volatileCall"] is True and job["spec"]["labels"] == {"of": "chain"}
    assert list(job["spec"]["transform"]["operations"][0]) == ["swapXy"]
    assert "swap_xy, promote_to_multi" in cli.ok("show", job["name"])


def test_mistakes_are_explained_and_leave_no_file(cli, tmp_path):
    target = ["-o", str(tmp_path / "a.gpkg")]
    for words, code, texts in [
        ([], 2, ["no operation", "--centroid"]),
        (["--simplify", "wide"], 2, ["--simplify", "not a number"]),
        (["--simplify", "-1"], 2, ["simplify.tolerance", "0 to"]),
        (["--swap-xy", "--smooth", "1"], 2, ["operations[1].smooth", "lines or polygons"]),
        (["--reproject", "EPSG:1"], 2, ["EPSG:1"]),
    ]:
        done = cli("transform", "-", *words, *target, stdin=POINT)
        assert done.returncode == code, (words, done.stderr)
        for text in texts:
            assert text in done.stderr
        assert list(tmp_path.iterdir()) == []


def test_layers_of_the_server_are_not_for_it(cli, tmp_path):
    done = cli("transform", "data:world/countries", "--centroid", "-o", str(tmp_path / "a.gpkg"))
    assert done.returncode == 2 and "geotask run" in done.stderr


def test_rows_that_cannot_be_done_are_warned_of(cli, tmp_path):
    pole = '{"type":"Point","coordinates":[0,-90]}'
    done = cli("transform", "-", "--reproject", "EPSG:3857", "-o", str(tmp_path / "a.gpkg"),
               stdin=pole)
    assert done.returncode == 0 and "warning: No reproject for feature" in done.stderr
    (row,) = rows_of(tmp_path / "a.gpkg")
    assert row[2] is None


def test_help_and_completion_know_the_operations(cli):
    help_text = cli.ok("transform", "--help")
    assert "--oriented-minimum-bounding-box" in help_text and "Examples:" in help_text
    usage = json.loads(cli.ok("--json-usage"))
    (verb,) = [verb for verb in usage["verbs"] if verb["name"] == "transform"]
    names = {name for option in verb["options"] for name in option["names"]}
    assert {"--centroid", "--reproject", "--simplify"} <= names
