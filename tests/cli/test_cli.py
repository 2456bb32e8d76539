# SPDX-License-Identifier: GPL-2.0-or-later
"""`geotask buffer` against a daemon: data in, data out."""

import json
import math

import pytest
from osgeo import ogr

from cli_support import POINT, WORLD, lines_of, rows_of


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
    assert job["outputs"][0]["features"]["featureCount"] == "46"


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
    out = str(tmp_path / "a.gpkg")
    done = cli("buffer", "data:world/countries", "--distance", "0.1", "-o", out)
    assert done.returncode == 0
    assert "Submitted jobs/" in done.stderr
    assert "\r" not in done.stderr and "\033" not in done.stderr


def test_a_file_with_a_bar_in_its_name_is_taken_whole(cli, tmp_path):
    source = tmp_path / "north|south.geojson"
    source.write_text(POINT)
    cli.ok("buffer", str(source), "--distance", "1", "-o", str(tmp_path / "out.gpkg"))
    assert len(rows_of(tmp_path / "out.gpkg")) == 1


def test_metres_are_true_metres_for_data_in_degrees(cli):
    out = json.loads(cli.ok("buffer", "-", "--distance", "10000", "--unit", "metres", "-o", "-",
                            stdin=POINT))
    west, east, south, north = ogr.CreateGeometryFromJson(
        json.dumps(out["features"][0]["geometry"])).GetEnvelope()
    # At 47 degrees north a degree of longitude is 76.06 km long, one of latitude 111.17 km.
    assert (east - west) / 2 == pytest.approx(10 / 76.06, rel=1e-3)
    assert (north - south) / 2 == pytest.approx(10 / 111.17, rel=1e-3)


@pytest.mark.parametrize("words, warned", [
    (["--distance", "500"], True),
    (["--distance", "500", "--unit", "metres"], False),
    (["--distance", "500", "--unit", "layer"], False),
    (["--distance", "5"], False),
    (["--distance", "500", "--crs", "EPSG:2056"], False),
])
def test_a_distance_that_looks_like_metres_is_doubted_for_degrees(cli, words, warned):
    done = cli("buffer", "-", *words, "--validate-only", stdin=POINT)
    assert done.returncode == 0, done.stderr
    assert ("warning: A distance of 500 counts degrees" in done.stderr) == warned
