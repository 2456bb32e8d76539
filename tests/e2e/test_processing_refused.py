# SPDX-License-Identifier: GPL-2.0-or-later
"""Ways out of what a job may see: each is refused with its reason, or leads nowhere."""

import pathlib

import grpc
import pytest

from geotask.v1 import job_pb2
from support import datasets, processing, rows
from support.calls import refused
from support.daemon import WORLD_MAP, Daemon

COUNTRIES = "data:world/countries"
SCRIPTS = pathlib.Path(__file__).resolve().parent / "scripts"
GRID = "+proj=longlat +nadgrids=/etc/hostname"
BOUND = (  # WKT2 whose transformation reads a grid.
    'BOUNDCRS[SOURCECRS[GEOGCRS["x",DATUM["d",ELLIPSOID["e",6378137,298]],CS[ellipsoidal,2],'
    'AXIS["lat",north],AXIS["lon",east],ANGLEUNIT["degree",0.0174532925199433]]],'
    'TARGETCRS[GEOGCRS["WGS 84",DATUM["World Geodetic System 1984",'
    'ELLIPSOID["WGS 84",6378137,298.257223563]],CS[ellipsoidal,2],AXIS["lat",north],'
    'AXIS["lon",east],ANGLEUNIT["degree",0.0174532925199433]]],ABRIDGEDTRANSFORMATION["g",'
    'METHOD["NTv2",ID["EPSG",9615]],'
    'PARAMETERFILE["Latitude and longitude difference file","/etc/hostname"]]]'
)


@pytest.fixture(scope="module")
def daemon(tmp_path_factory):
    folder = tmp_path_factory.mktemp("daemon")
    options = ("--scripts", str(SCRIPTS), "--workers", "1", "--max-kept-bytes", "64MiB")
    with Daemon(folder, *options) as running:
        yield running


@pytest.fixture(scope="module")
def point(daemon):
    drawn = rows.inline(["POINT (1 2)"], crs="EPSG:4326")
    return datasets.reference(datasets.upload_inline(daemon, drawn))


@pytest.mark.parametrize("place", [
    WORLD_MAP,
    "../../../etc/passwd",
    "file:///etc/passwd",
    "/vsicurl/http://127.0.0.1:9/a.gpkg",
    "/vsizip//tmp/a.zip/a.shp",
    "/vsitar//tmp/a.tar/a.shp",
    "/vsistdin/",
    "/vsimem/a.gpkg",
    "PG:host=127.0.0.1 dbname=geo",
    "postgres://dbname='geo' host=127.0.0.1 table=\"roads\" (geom)",
    "delimitedtext://file:///etc/passwd?type=csv",
    "virtual:?query=SELECT%20*%20FROM%20x",
    "?query=SELECT 1",
    "WFS:http://127.0.0.1:9/wfs",
    "type=xyz&url=http://127.0.0.1:9/{z}/{x}/{y}.png",
    "spatialite:dbname='/tmp/a.sqlite' table='a'",
    "memory:Point?crs=EPSG:4326",
    "countries",
])
@pytest.mark.parametrize("algorithm, parameter, shape", [
    ("native:centroids", "INPUT", lambda place: place),
    ("native:centroids", "INPUT", lambda place: {"source": place}),
    ("native:mergevectorlayers", "LAYERS", lambda place: [COUNTRIES, place]),
    ("native:slope", "INPUT", lambda place: place),
    ("native:setlayerstyle", "STYLE", lambda place: place),
    ("native:importphotos", "FOLDER", lambda place: place),
])
def test_a_place_is_no_reference(daemon, algorithm, parameter, shape, place):
    others = {"INPUT": COUNTRIES} if parameter == "STYLE" else {}
    field = f"spec.processing.parameters.{parameter}"
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_PARAMETER", field) as details:
        processing.submit(daemon, algorithm, {**others, parameter: shape(place)})
    assert details[0].given == place
    assert "dataset:ID" in details[0].accepted


@pytest.mark.parametrize("reference, reason", [
    ("data:other/layer", "UNKNOWN_LAYER"),
    ("data:world/../../etc/passwd", "UNKNOWN_LAYER"),
    ("data:world//etc/passwd", "UNKNOWN_LAYER"),
    ("dataset:../state", "DATASET_NOT_FOUND"),
    ("job:../../etc/passwd", "JOB_NOT_FOUND"),
])
def test_a_reference_leads_to_what_is_on_offer_only(daemon, reference, reason):
    field = "spec.processing.parameters.INPUT"
    with refused(grpc.StatusCode.NOT_FOUND, reason, field) as details:
        processing.submit(daemon, "native:centroids", {"INPUT": reference})
    assert details[0].given == reference


@pytest.mark.parametrize("path", ["../other/a.txt", "/etc/passwd", "b.txt", "a.txt/../../x"])
def test_a_path_leads_to_files_of_its_dataset_only(daemon, path):
    dataset = datasets.upload_files(daemon, {"a.txt": b"1"})
    with refused(grpc.StatusCode.NOT_FOUND, "FILE_NOT_FOUND"):
        processing.submit(
            daemon, "native:centroids", {"INPUT": datasets.reference(dataset, path)})


@pytest.mark.parametrize("name", [
    "../out.gpkg", "..", "/tmp/out.gpkg", "folder/out.gpkg", "a\\..\\out.gpkg", "out\n.gpkg",
    "/vsimem/out.gpkg", "/vsizip/out.gpkg", "postgres:dbname='geo'", "PG:dbname=geo",
    "ogr:dbname='/tmp/out.gpkg' table=\"out\"", "spatialite:dbname='/tmp/a'",
    {"destination": "/tmp/out.gpkg"},
])
def test_an_output_names_no_place(daemon, name):
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_DESTINATION",
                 "spec.processing.parameters.OUTPUT"):
        processing.submit(daemon, "native:centroids", {"INPUT": COUNTRIES, "OUTPUT": name})


@pytest.mark.parametrize("crs", [
    GRID, f"PROJ:{GRID}", f"PROJ4:{GRID}", BOUND, "/etc/hostname", "http://127.0.0.1:9/crs",
    "http://www.opengis.net/def/crs/EPSG/0/4326", "USER:100000", "@/etc/hostname",
])
def test_a_crs_names_neither_grids_nor_addresses(daemon, crs):
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_PARAMETER",
                 "spec.processing.parameters.TARGET_CRS"):
        processing.submit(
            daemon, "native:reprojectlayer", {"INPUT": COUNTRIES, "TARGET_CRS": crs})
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_CRS", "spec.processing.project_crs"):
        processing.submit(
            daemon, "native:centroids", {"INPUT": COUNTRIES}, {"project_crs": crs})


@pytest.mark.parametrize("algorithm, parameter, parameters", [
    ("native:reprojectlayer", "OPERATION",
     {"INPUT": COUNTRIES, "TARGET_CRS": "EPSG:3857",
      "OPERATION": "+proj=pipeline +step +proj=hgridshift +grids=/etc/hostname"}),
    ("native:creategrid", "EXTENT",
     {"EXTENT": f"0,1,0,1 [{GRID}]", "HSPACING": 1, "VSPACING": 1, "CRS": "EPSG:4326"}),
    ("native:pointtolayer", "INPUT", {"INPUT": f"1,2 [{GRID}]"}),
])
def test_nor_does_what_else_holds_a_crs(daemon, algorithm, parameter, parameters):
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_PARAMETER",
                 f"spec.processing.parameters.{parameter}"):
        processing.submit(daemon, algorithm, parameters)


@pytest.mark.parametrize("context, field", [
    ({"project": "/etc/passwd"}, "project"),
    ({"project": "postgresql://127.0.0.1?project=a"}, "project"),
    ({"ellipsoid": "/etc/passwd"}, "ellipsoid"),
])
def test_the_context_holds_no_path(daemon, context, field):
    with refused(
        grpc.StatusCode.INVALID_ARGUMENT, "INVALID_PARAMETER", f"spec.processing.{field}"):
        processing.submit(daemon, "native:centroids", {"INPUT": COUNTRIES}, context)


def operation(text, source="EPSG:4326", destination="EPSG:3857"):
    return {"source_crs": source, "destination_crs": destination, "operation": text}


@pytest.mark.parametrize("given, field", [
    (operation("+proj=hgridshift +grids=/etc/hostname"), "operation"),
    (operation("+proj=hgridshift +grids=../../etc/hostname"), "operation"),
    (operation("+proj=hgridshift +grids=https://127.0.0.1/a.tif"), "operation"),
    (operation("+proj=tinshift +file=/etc/hostname"), "operation"),
    (operation("+proj=defmodel +model=/etc/hostname"), "operation"),
    (operation("+init=/etc/hostname:1"), "operation"),
    (operation("+proj=hgridshift +grids=no_such_grid.tif"), "operation"),
    (operation("+proj=nothing"), "operation"),
    (operation("+proj=longlat +datum=WGS84 +type=crs"), "operation"),
    (operation("EPSG:1234"), "operation"),
    (operation("", source=""), "source_crs"),
    (operation("", destination=GRID), "destination_crs"),
])
def test_a_coordinate_operation_names_no_place_and_can_be_done(daemon, given, field):
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_PARAMETER",
                 f"spec.processing.coordinate_operations[0].{field}"):
        processing.submit(daemon, "native:centroids", {"INPUT": COUNTRIES},
                          {"coordinate_operations": [given]})


@pytest.mark.parametrize("expression", [
    "file_exists('/etc/passwd')", "file_size('/etc/passwd')", "is_directory('/etc')",
    "is_file('/etc/passwd')", "exif('/etc/passwd')", "exif_geotag('/etc/passwd')",
    "env('HOME')", "env('GEOTASKD_SOURCE')", "sqlite_fetch_and_increment('/a', 'b', 'c', 'd', map())",
    "aggregate('/usr/share/qgis/resources/data/world_map.gpkg', 'count', 1)",
    "load_layer('/etc/passwd', 'ogr')",
])
def test_an_expression_reaches_neither_files_nor_the_environment(daemon, point, expression):
    job = processing.run(daemon, "native:fieldcalculator",
                         {"INPUT": point, "FIELD_NAME": "x", "FIELD_TYPE": 2, "FORMULA": expression})
    assert job.state == job_pb2.JOB_STATE_FAILED
    assert job.error.reason == "ALGORITHM_FAILED"
    if "load_layer" not in expression:  # Which QGIS 3.22 does not know, and 3.40 prepares by itself.
        assert any(why in job.error_message
                   for why in ("not to be used here", "Cannot find layer")), job.error_message


def test_nor_does_one_inside_another_parameter(daemon, point):
    secret = {"type": "data_defined", "expression": "length(env('HOME'))"}
    job = processing.done(daemon, "native:buffer", INPUT=point, DISTANCE=secret, SEGMENTS=1)
    bounds = rows.geometry(processing.rows(daemon, job).features[0]).bounds
    assert bounds[2] - bounds[0] == pytest.approx(20), "the default of 10"


def test_variables_tell_nothing_of_the_server(daemon, point):
    for variable in ("user_account_name", "user_full_name", "qgis_os_name", "project_path"):
        job = processing.done(daemon, "native:fieldcalculator",
                              {"INPUT": point, "FIELD_NAME": "x", "FIELD_TYPE": 2,
                               "FORMULA": f"coalesce(@{variable}, '')"})
        (row,) = processing.rows(daemon, job).features
        assert row.attributes[-1].string_value == "", variable


@pytest.mark.parametrize("algorithm, parameter, given", [
    ("gdal:warpreproject", "EXTRA", "-of VRT /tmp/x"),
    ("gdal:translate", "EXTRA", "--config GDAL_HTTP_PROXY x"),
    ("gdal:translate", "OPTIONS", "COMPRESS=LZW --config A B"),
    ("gdal:translate", "OPTIONS", "A=/etc/passwd"),
    ("gdal:contour", "FIELD_NAME", "$(id)"),
    ("gdal:contour", "FIELD_NAME", "a; id"),
    ("gdal:contour", "FIELD_NAME", "-f"),
    ("gdal:buffervectors", "OPTIONS", "-oo X=/etc/passwd"),
])
def test_text_for_a_command_line_is_denied(daemon, algorithm, parameter, given):
    with refused(grpc.StatusCode.PERMISSION_DENIED, "ARGUMENT_DENIED",
                 f"spec.processing.parameters.{parameter}"):
        processing.submit(daemon, algorithm, {"INPUT": COUNTRIES, parameter: given})


@pytest.mark.parametrize("algorithm, because", [
    ("native:filedownloader", "network"),
    ("qgis:executesql", "SQL"),
    ("gdal:executesql", "SQL"),
    ("native:postgisexecutesql", "SQL"),
    ("native:spatialiteexecutesql", "SQL"),
    ("native:createdirectory", "folder"),
    ("qgis:advancedpythonfieldcalculator", "code"),
    ("gdal:rastercalculator", "code"),
    ("gdal:importvectorintopostgisdatabasenewconnection", "database"),
])
def test_what_is_dangerous_is_denied_and_says_how_it_is_allowed(daemon, algorithm, because):
    with refused(grpc.StatusCode.PERMISSION_DENIED, "ALGORITHM_DENIED",
                 "spec.processing.algorithm") as details:
        processing.submit(daemon, algorithm, {})
    assert because in details[0].remedy
    assert f"--allow-algorithms {algorithm}" in details[0].remedy


@pytest.mark.parametrize("algorithm", ["native:truncatetable", "native:createspatialindex"])
def test_a_source_is_not_changed_in_place(daemon, algorithm):
    before = pathlib.Path(WORLD_MAP).read_bytes()
    with refused(grpc.StatusCode.PERMISSION_DENIED, "SOURCE_PROTECTED",
                 "spec.processing.parameters.INPUT"):
        processing.submit(daemon, algorithm, {"INPUT": COUNTRIES})
    assert pathlib.Path(WORLD_MAP).read_bytes() == before


def test_an_uploaded_file_that_points_elsewhere_leads_nowhere(daemon, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("name,key\nme,12345\n")
    vector = (f'<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{secret}'
              '</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>')
    passwords = vector.replace(str(secret), "CSV:/etc/passwd")
    raster = ('<VRTDataset rasterXSize="1" rasterYSize="1"><VRTRasterBand dataType="Byte" band="1">'
              f'<SimpleSource><SourceFilename>{tmp_path}/secret.tif</SourceFilename></SimpleSource>'
              '</VRTRasterBand></VRTDataset>')
    remote = raster.replace(f"{tmp_path}/secret.tif", "/vsicurl/http://127.0.0.1:9/a.tif")
    dataset = datasets.upload_files(daemon, {
        "secret.vrt": vector.encode(), "passwords.vrt": passwords.encode(),
        "raster.vrt": raster.encode(), "remote.vrt": remote.encode()})
    for name in ("secret.vrt", "passwords.vrt"):
        job = processing.run(
            daemon, "native:multiparttosingleparts", INPUT=datasets.reference(dataset, name))
        # QGIS itself says nothing of a layer that it cannot read.
        assert job.error.reason or processing.rows(daemon, job).features == []
    for name in ("raster.vrt", "remote.vrt"):
        job = processing.run(
            daemon, "native:rasterlayerstatistics", INPUT=datasets.reference(dataset, name), BAND=1)
        assert job.error.reason or processing.value(job, "SUM") == 0
        log = "\n".join(processing.log(daemon, job))
        assert job.error.reason or "GDAL: " in log
        assert str(daemon.state_dir) not in log, "files are named as the caller knows them"


# The algorithm of the operator's is trusted no more than others: it has the sandbox around it.


def says(daemon, how, what=""):
    job = processing.done(daemon, "script:misbehave", HOW=how, WITH=str(what))
    return processing.value(job, "SAID")


def test_a_worker_reads_nothing_of_the_server(daemon, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("12345")
    process = daemon.process.pid
    for place in (secret, daemon.state_dir / "lock", daemon.log_file, "/etc/passwd", "/etc/shadow",
                  "/etc/hostname", f"/proc/{process}/environ", f"/proc/{process}/cmdline",
                  f"/proc/{process}/maps", f"/proc/{process}/mem", "/dev/sda", "/dev/mem"):
        assert says(daemon, "read", place) in ("PermissionError", "FileNotFoundError"), place


def test_a_worker_lists_nothing_of_the_server(daemon):
    for place in ("/", "/home", "/root", "/tmp", "/etc", "/proc", "/dev", daemon.state_dir,
                  daemon.state_dir / "workers"):
        assert says(daemon, "listing", place) == "PermissionError", place


def test_a_worker_writes_nowhere_else(daemon, tmp_path):
    for place in (tmp_path / "x", "/tmp/geotask-x", "/var/tmp/x", "/dev/shm/x", "/usr/share/x",
                  daemon.state_dir / "x", "/proc/self/oom_score_adj"):
        assert says(daemon, "write", place) == "PermissionError", place


def test_a_symbolic_link_leads_no_further(daemon):
    assert says(daemon, "link", daemon.state_dir / "lock") == "PermissionError"


def test_a_worker_reaches_no_network(daemon):
    assert says(daemon, "connect", daemon.address) == "PermissionError"


def test_a_worker_cannot_harm_other_processes(daemon):
    for how in ("kill", "trace"):
        assert says(daemon, how, daemon.process.pid) == "PermissionError"
    assert daemon.process.poll() is None


def test_the_environment_holds_nothing_of_the_daemon(tmp_path):
    secret = {"GEOTASKD_SECRET": "12345", "PGPASSWORD": "12345"}
    with Daemon(tmp_path, "--scripts", str(SCRIPTS), "--workers", "1", env=secret) as daemon:
        assert "12345" not in says(daemon, "environment")


def test_a_program_that_an_algorithm_starts_has_the_same_walls(daemon):
    assert "denied" in says(daemon, "execute", f"cat {daemon.state_dir}/lock")
    assert "denied" in says(daemon, "execute", "echo x > /tmp/geotask-x")


def test_a_job_finds_nothing_of_the_one_before_it(daemon):
    says(daemon, "leave_behind", "mine")
    assert says(daemon, "look_for_left") == "[]"


def test_a_process_that_an_algorithm_leaves_behind_is_ended(daemon):
    child = pathlib.Path("/proc") / says(daemon, "spawn")
    says(daemon, "sleep", 0)
    assert not child.exists() or "(zombie)" in (child / "status").read_text()


def test_a_disk_is_not_filled(daemon):
    """A file of the size of what may be kept is the end of it: here 64 MiB."""
    for folder in ("out", "tmp"):
        home = says(daemon, "environment").split("'HOME': '")[1].split("'")[0]
        said = processing.run(daemon, "script:misbehave", HOW="fill",
                              WITH=str(pathlib.Path(home).parent / folder / "large"))
        assert (said.error.reason == "RESULT_TOO_LARGE"
                or processing.value(said, "SAID") == "OSError"), said
