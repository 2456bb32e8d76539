# SPDX-License-Identifier: GPL-2.0-or-later
"""Commands of qgis_process, word for word: each is run by both, in a folder with the same data, and both
write the same."""

import json
import os
import subprocess

import pytest
from osgeo import gdal, ogr, osr

from cli_support import rows_of, write_raster

# The wrapper of 3.22 passes an option to it that it does not know.
QGIS_PROCESS = next((path for path in ("/usr/bin/qgis_process.bin", "/usr/bin/qgis_process")
                     if os.path.exists(path)), None)
PROJECT = """<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">
<qgis version="3.22.16" projectname="mine"><title>Mine</title>
<projectlayers><maplayer type="vector" geometry="Point"><id>towns_1</id>
<datasource>./data/towns.gpkg|layername=towns</datasource><layername>Towns</layername>
<provider encoding="UTF-8">ogr</provider></maplayer></projectlayers></qgis>"""


def write_points(driver, path, layers, options=()):
    """Layers of points at (x, 2 x), each with x as its number."""
    source = ogr.GetDriverByName(driver).CreateDataSource(str(path), list(options))
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(3857)
    for name, xs in layers.items():
        layer = source.CreateLayer(name, crs, ogr.wkbPoint)
        layer.CreateField(ogr.FieldDefn("number", ogr.OFTInteger))
        for x in xs:
            row = ogr.Feature(layer.GetLayerDefn())
            row["number"] = x
            row.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT ({x} {2 * x})"))
            layer.CreateFeature(row)


def set_scene(folder):
    (folder / "data").mkdir(parents=True)
    write_points("GPKG", folder / "data/towns.gpkg", {"towns": [1, 2, 30], "farms": [5]})
    write_points("MapInfo File", folder / "ponds.tab", {"ponds": [7, 8]})
    write_points("OpenFileGDB", folder / "wells.gdb", {"wells": [9, 10]})
    (folder / "road.geojson").write_text(
        '{"type": "LineString", "coordinates": [[7, 50], [8, 51]]}')
    write_raster(folder / "dem.tif")
    (folder / "table.csv").write_text("number,east,north\n4,7,8\n")
    (folder / "map.qgs").write_text(PROJECT)
    return folder


CALLS = [
    ("native:buffer", ["--INPUT=data/towns.gpkg|layername=farms", "--DISTANCE=2"]),
    ("native:buffer", ["--INPUT=ponds.tab", "--DISTANCE=2", "--END_CAP_STYLE=2"]),
    ("native:buffer", ["--INPUT=wells.gdb|layername=wells", "--DISTANCE=2"]),
    ("native:centroids", ["--INPUT=table.csv|option:X_POSSIBLE_NAMES=east"
                          "|option:Y_POSSIBLE_NAMES=north"]),
    ("native:mergevectorlayers", ["--LAYERS=ponds.tab", "--LAYERS=data/towns.gpkg|layername=towns",
                                  "--CRS=EPSG:3857"]),
    ("native:fieldcalculator", ["--distance_units=km", "--area_units=ha", "--ellipsoid=EPSG:7030",
                                "--INPUT=road.geojson", "--FIELD_NAME=km", "--FIELD_TYPE=0",
                                "--FORMULA=$length"]),
    ("native:fieldcalculator", ["--project_path=map.qgs", "--INPUT=Towns", "--FIELD_NAME=twice",
                                "--FIELD_TYPE=1", "--FORMULA=number * 2"]),
    ("qgis:idwinterpolation", ["--INTERPOLATION_DATA=ponds.tab::~::0::~::0::~::0",
                               "--EXTENT=data/towns.gpkg|layername=towns", "--PIXEL_SIZE=5"]),
    ("native:slope", ["--INPUT=dem.tif"]),
]


def run_qgis_process(algorithm, words, folder):
    done = subprocess.run(
        [QGIS_PROCESS, "run", algorithm, *words], cwd=folder, capture_output=True, text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, timeout=300, check=False)
    return done.stdout + done.stderr


def content(path):
    if path.suffix == ".tif":
        return gdal.Open(str(path)).ReadAsArray().tolist()
    return [({key: value for key, value in items.items() if key != "path"}, geometry.ExportToWkt())
            for _, items, geometry in rows_of(path)]  # Paths differ: ours are references.


@pytest.mark.skipif(QGIS_PROCESS is None, reason="qgis_process is not installed")
@pytest.mark.parametrize("algorithm, words", CALLS)
def test_the_same_words_write_the_same(cli, tmp_path, algorithm, words):
    raster = algorithm in ("native:slope", "qgis:idwinterpolation")
    name = "out.tif" if raster else "out.gpkg"
    ours, theirs = set_scene(tmp_path / "ours"), set_scene(tmp_path / "theirs")

    said = run_qgis_process(algorithm, [*words, f"--OUTPUT={name}"], theirs)
    assert (theirs / name).exists(), said
    cli.ok("run", algorithm, *words, f"--OUTPUT={name}", cwd=ours)

    assert content(ours / name) == content(theirs / name)


def test_settings_come_with_json_too(cli, tmp_path):
    folder = set_scene(tmp_path / "here")
    call = {"inputs": {"INPUT": "Towns", "FIELD_NAME": "area", "FIELD_TYPE": 0,
                       "FORMULA": "area(buffer($geometry, 100)) + if(@project_title = 'Mine', 0, 1e9)",
                       "OUTPUT": "out.gpkg"},
            "project_path": "map.qgs", "ellipsoid": "NONE", "area_units": "ha",
            "distance_units": "km"}
    cli.ok("run", "native:fieldcalculator", "-", stdin=json.dumps(call), cwd=folder)
    assert all(items["area"] < 1e9 for _, items, _ in rows_of(folder / "out.gpkg"))


def test_a_folder_of_photographs_goes_up_under_its_name(cli, tmp_path):
    photographs = tmp_path / "photos"
    photographs.mkdir()
    picture = gdal.GetDriverByName("MEM").Create("", 8, 8, 1)
    for name in ("one", "two"):
        gdal.GetDriverByName("JPEG").CreateCopy(str(photographs / f"{name}.jpg"), picture)
    out = tmp_path / "invalid.geojson"
    cli.ok("run", "native:importphotos", f"--FOLDER={photographs}/", f"--INVALID={out}")
    rows = json.loads(out.read_text())["features"]
    assert sorted(row["properties"]["filename"] for row in rows) == ["one", "two"]
    assert {row["properties"]["directory"].rsplit("/", 1)[-1] for row in rows} == {"photos"}


def test_a_project_that_is_none_is_told_before_anything_goes_up(cli, tmp_path):
    folder = set_scene(tmp_path / "here")
    (folder / "map.qgs").write_text("no project")
    done = cli("run", "native:centroids", "--INPUT=ponds.tab", "--project_path=map.qgs", cwd=folder)
    assert done.returncode == 2 and "map.qgs is no QGIS project" in done.stderr, done.stderr
