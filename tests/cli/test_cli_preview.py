# SPDX-License-Identifier: GPL-2.0-or-later
"""`--preview FILE.png`: the server draws, the file is here; its pixels are looked at."""

import json

import pytest
from osgeo import gdal

from cli_support import POINT, lines_of, write_raster

POLYGON = ('{"type":"Polygon","coordinates":[[[1,1],[3,1],[3,3],[1,3],[1,1]]]}')


def pixels(path):
    """pixel(x, y) of a picture, and its size."""
    picture = gdal.Open(str(path))
    bands = [band for band in picture.ReadAsArray()]
    return (lambda x, y: tuple(int(band[y][x]) for band in bands),
            (picture.RasterXSize, picture.RasterYSize))


def test_buffer_draws_what_it_made(cli, tmp_path):
    out = tmp_path / "a.png"
    done = cli("buffer", "-", "--distance", "1", "--preview", str(out), "--preview-size", "80x80",
               "--preview-extent", "0,0,4,4", "--preview-fill", "#00AA00", "--preview-background",
               "#0000FF", stdin='{"type":"Point","coordinates":[2,2]}')
    assert done.returncode == 0, done.stderr
    assert f"Drew {out}, 80 x 80 pixels." in done.stderr
    pixel, size = pixels(out)
    assert size == (80, 80)
    assert pixel(40, 40) == (0, 170, 0)
    assert pixel(2, 2) == (0, 0, 255)


def test_run_draws_a_raster_that_stays_on_the_server(cli, tmp_path):
    write_raster(tmp_path / "dem.tif")
    out = tmp_path / "slope.png"
    cli.ok("run", "native:rescaleraster", f"--INPUT={tmp_path / 'dem.tif'}", "--BAND=1", "--preview",
           str(out), "--preview-size", "400")
    pixel, size = pixels(out)
    assert size[0] == 400
    assert pixel(20, 150)[0] < pixel(200, 150)[0] < pixel(380, 150)[0]
    assert [path.name for path in tmp_path.glob("*.part")] == []


def test_result_draws_alone_or_beside_the_file(cli, tmp_path):
    cli.ok("buffer", "-", "--distance", "0", "--segments", "1", "--job-id", "drawn", stdin=POLYGON)
    done = cli("result", "drawn", "--preview", str(tmp_path / "a.png"), "--json")
    assert done.returncode == 0, done.stderr
    (header,) = lines_of(done.stdout)
    assert header["width"] == 800 and header["mediaType"] == "image/png"
    both = cli("result", "drawn", "--output", str(tmp_path / "a.geojson"), "--preview",
               str(tmp_path / "b.png"), "--json")
    output, header = lines_of(both.stdout)
    assert output["features"]["featureCount"] == "1" and header["crs"] == "EPSG:4326"
    assert json.loads((tmp_path / "a.geojson").read_text())["features"]
    cli.ok("delete", "drawn")


@pytest.mark.parametrize("words, says", [
    (["--preview", "a.jpg"], ".png"),
    (["--preview", "none/a.png"], "folder"),
    (["--preview", "a.png", "--preview-size", "big"], "WIDTHxHEIGHT"),
    (["--preview", "a.png", "--preview-size", "800x"], "WIDTHxHEIGHT"),
    (["--preview", "a.png", "--preview-extent", "1,2,3"], "XMIN,YMIN,XMAX,YMAX"),
    (["--preview", "a.png", "--detach"], "--detach"),
    (["--preview-size", "100"], "--preview FILE.png"),
])
def test_a_mistake_is_named_before_anything_is_submitted(cli, words, says):
    before = cli.names_of_jobs()
    done = cli("buffer", "-", "--distance", "1", *words, stdin=POINT)
    assert done.returncode != 0 and says in done.stderr, done.stderr
    assert cli.names_of_jobs() == before


def test_what_the_server_refuses_names_the_option(cli, tmp_path):
    done = cli("buffer", "-", "--distance", "1", "--preview", str(tmp_path / "a.png"),
               "--preview-fill", "red", stdin=POINT)
    assert done.returncode == 2
    assert "--preview-fill" in done.stderr and "#RRGGBB" in done.stderr
    assert not (tmp_path / "a.png").exists()


def test_an_existing_picture_is_kept_unless_overwrite_is_given(cli, tmp_path):
    out = tmp_path / "a.png"
    out.write_text("mine")
    words = ["buffer", "-", "--distance", "1", "--preview", str(out)]
    assert cli(*words, stdin=POINT).returncode != 0 and out.read_text() == "mine"
    cli.ok(*words, "--overwrite", stdin=POINT)
    assert out.read_bytes().startswith(b"\x89PNG")


def test_result_needs_a_place_for_something(cli):
    done = cli("result", "a")
    assert done.returncode == 2 and "--preview" in done.stderr and "--output" in done.stderr
