# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs each algorithm through geotaskd and through QGIS itself, compares, and writes a report.

    GEOTASKD=build/release/bin/geotaskd python3 tests/conformance/run.py --report conformance.md
    python3 tests/conformance/run.py --only native:buffer --only gdal:slope

The exit code is 1 when an output differs. Verdicts: `equal`; `same error`; `random`, for algorithms that
draw lots, where both sides succeed; `no output` that could be compared; `DIFFERS`; `not run`.
"""

import argparse
import collections
import concurrent.futures
import contextlib
import functools
import http.server
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading

os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "0"  # Programs are started; no gRPC is used in them.
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))

import grpc  # noqa: E402

import calls  # noqa: E402
import compare  # noqa: E402
import data  # noqa: E402
import reference  # noqa: E402
import support.stubs  # noqa: E402,F401
from geotask.v1 import (  # noqa: E402
    algorithms_pb2,
    algorithms_pb2_grpc,
    feature_pb2,
    job_pb2,
    server_pb2,
)
from support import datasets, processing  # noqa: E402
from support.calls import error_detail  # noqa: E402
from support.daemon import DEADLINE, Daemon  # noqa: E402

PROVIDERS = ("native", "qgis", "gdal")
# Denied unless the operator allows them, and compared like any other.
ALLOWED = ("gdal:executesql", "gdal:rastercalculator", "native:filedownloader",
           "native:spatialiteexecutesql", "qgis:advancedpythonfieldcalculator", "qgis:executesql",
           "qgis:importintospatialite")
IGNORE = 3  # invalid_features: as qgis_process, which knows no other.
EQUAL, SAME_ERROR, NOTHING, RANDOM, DIFFERS, NOT_RUN = (
    "equal", "same error", "no output", "random", "DIFFERS", "not run")

Verdict = collections.namedtuple("Verdict", "algorithm verdict reason by")


class Ours:
    """geotaskd's side."""

    def __init__(self, daemon, folder):
        self.daemon = daemon
        self.stub = algorithms_pb2_grpc.AlgorithmsStub(daemon.channel)
        self.files = {}
        for place in folder.iterdir():
            files = [place] if place.is_file() else sorted(place.iterdir())
            content = {str(file.relative_to(folder)): file.read_bytes() for file in files}
            self.files[place.name] = datasets.reference(datasets.upload_files(daemon, content))

    def algorithms(self):
        """Descriptions of all, by id."""
        processing.done(self.daemon, "native:centroids", INPUT="data:given/polygons")  # It is ready.
        found, token = [], ""
        while True:
            page = self.stub.ListAlgorithms(algorithms_pb2.ListAlgorithmsRequest(
                show_all=True, page_size=1000, page_token=token), timeout=DEADLINE)
            found += [each.id for each in page.algorithms if each.provider in PROVIDERS]
            token = page.next_page_token
            if not token:
                break
        for name in sorted(found):
            request = algorithms_pb2.GetAlgorithmRequest(name=f"algorithms/{name}")
            yield self.stub.GetAlgorithm(request, timeout=DEADLINE)

    def place(self, layer):
        if "/" in layer.file:  # In a folder, or the folder.
            whole = self.files[layer.file.split("/")[0]]
            return f"{whole}/{layer.file.rstrip('/')}"
        if layer.is_raster or layer.uploaded:
            return self.files[layer.file] + layer.suffix
        return f"data:given/{layer.name}{layer.suffix}"

    def run(self, algorithm, parameters, project_crs, project):
        context = {"invalid_features": IGNORE, "project_crs": project_crs}
        if project:
            context["project"] = self.place(project)
        return processing.run(self.daemon, algorithm, parameters, context)

    def save(self, job, output, folder):
        for path, content in processing.files(self.daemon, job, output.name).items():
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)

    def rows(self, job, output):
        came = processing.rows(self.daemon, job, output.name)
        fields = came.header.schema.fields
        names = [field.name for field in fields]
        for feature in came.features:
            values = {name: attribute(value, field)
                      for name, field, value in zip(names, fields, feature.attributes)}
            yield (feature.wkb if feature.HasField("wkb") else None), values


def attribute(value, field):
    """As QGIS writes it into a file: with the digits of its field."""
    which = value.WhichOneof("kind")
    if which is None:
        return None
    plain = getattr(value, which)
    if field.type == feature_pb2.FIELD_TYPE_DOUBLE and field.precision > 0:
        return round(plain, field.precision)
    return plain


def placed(value, place):
    """A value with the layers as one of the sides names them."""
    if isinstance(value, calls.Layer):
        return place(value)
    if isinstance(value, list):
        return [placed(each, place) for each in value]
    if isinstance(value, dict):
        return {key: placed(each, place) for key, each in value.items()}
    return value


def destinations(algorithm):
    """{name: file name} of the outputs to ask for."""
    asked = {}
    for parameter in algorithm.parameters:
        if not parameter.destination:
            continue
        extension = parameter.extensions[0] if parameter.extensions else "txt"
        if parameter.type in ("sink", "vectorDestination"):
            extension = "gpkg"
        elif parameter.folder:
            extension = ""
        asked[parameter.name] = f"{parameter.name}.{extension}".rstrip(".")
    return asked


def place_of(output, asked, results, inputs, their_folder):
    """The file or folder that QGIS has made for an output; None when it made none."""
    paths = [pathlib.Path(str(results.get(output.name, "")).split("|")[0])]
    if output.name in asked:
        paths.insert(0, their_folder / asked[output.name])
    elif output.WhichOneof("kind") == "files":  # It has changed what it was given.
        paths.append(their_folder.parent / "given" / output.files.files[0].path)
    elif output.name in inputs:
        paths.append(inputs[output.name])
    return next((path for path in paths if path.name and path.exists()), None)


def rows_of_both(ours, job, output, theirs):
    layers = list(compare.file_rows(theirs))
    their_rows = layers[0][1] if layers else []
    our_rows = list(ours.rows(job, output))
    if our_rows and "fid" not in our_rows[0][1]:  # The file has numbered them.
        their_rows = [(g, {k: v for k, v in a.items() if k != "fid"}) for g, a in their_rows]
    return our_rows, their_rows


def output_difference(ours, job, output, theirs, folder):
    if theirs is None:
        return "QGIS makes none"
    if output.WhichOneof("kind") == "features":
        return compare.rows_difference(*rows_of_both(ours, job, output, theirs))
    place = folder / output.name
    place.mkdir()
    ours.save(job, output, place)
    if output.files.folder:
        return compare.folder_difference(place, theirs)
    return compare.file_difference(place / output.files.files[0].path, theirs)


def difference_of(ours, job, results, asked, inputs, folder, their_folder):
    """The first difference between what the two have made, and the outputs that were compared."""
    compared = []
    for name in asked.keys() - {output.name for output in job.outputs}:
        if (their_folder / asked[name]).is_file():
            return f"{name} is missing", compared
    for output in job.outputs:
        theirs = results.get(output.name)
        if output.WhichOneof("kind") != "value":
            made = place_of(output, asked, results, inputs, their_folder)
            if made is None and theirs and "/" not in str(theirs) and output.name not in asked:
                continue  # A layer in QGIS's memory, which it calls by an id.
            difference = output_difference(ours, job, output, made, folder)
        else:
            value = processing.value(job, output.name)
            if output.name in asked or isinstance(value, str) and value.startswith("data"):
                continue  # What was not made, or an input, which QGIS calls by its path.
            difference = "" if compare.same_value(value, theirs) else f"{value!r}, QGIS {theirs!r}"
        compared.append(output.name)
        if difference:
            return f"{output.name}: {difference}", compared
    return "", compared


def our_job(ours, algorithm, call, asked, *project):
    """The job, or what the submit was refused with."""
    given = placed(call, ours.place)
    rows = {p.name for p in algorithm.parameters if p.destination and p.supports_rows}
    for name, file in asked.items():
        given[name] = "TEMPORARY_OUTPUT" if name in rows else file
    try:
        job = ours.run(algorithm.id, given, *project)
    except grpc.RpcError as error:
        return None, error.details()
    return job, job.error_message if job.state != job_pb2.JOB_STATE_SUCCEEDED else ""


def telling_line(error):
    """Of a Python error the last line, else the first."""
    lines = [line.strip() for line in error.splitlines() if line.strip()] or ["no reason given"]
    return lines[-1 if lines[0].startswith("Traceback") else 0][:150]


def judge(ours, algorithm, written, given_folder, folder):
    try:
        call = calls.call_for(algorithm, written)
    except calls.NoCall as why:
        return Verdict(algorithm.id, NOT_RUN, str(why), "")
    if algorithm.denied:
        return Verdict(algorithm.id, NOT_RUN, algorithm.denied.split(";")[0], "")
    project_crs = written.get(algorithm.id, {}).get("project_crs", "")
    project = calls.with_layers(written.get(algorithm.id, {}).get("project"))
    asked = destinations(algorithm)
    their_folder = folder / "theirs"
    their_folder.mkdir(parents=True)
    own = folder / "given"  # It may be changed in place.
    shutil.copytree(given_folder, own)
    theirs = placed(call, lambda layer: f"{own}/{layer.file}{layer.suffix}")
    for name, file in asked.items():
        theirs[name] = str(their_folder / file)
        if not pathlib.Path(file).suffix:
            (their_folder / file).mkdir()
    try:
        results, their_error, how = reference.run(
            algorithm.id, theirs, their_folder, project_crs,
            f"{own}/{project.file}" if project else "")
    except subprocess.TimeoutExpired:
        return Verdict(algorithm.id, NOT_RUN, "QGIS itself does not end", "")
    job, our_error = our_job(ours, algorithm, call, asked, project_crs, project)
    if our_error and results is None:
        return Verdict(algorithm.id, SAME_ERROR, telling_line(our_error), how)
    if our_error or results is None:
        which = f"we: {our_error}" if our_error else f"QGIS: {their_error[-300:]}"
        return Verdict(algorithm.id, DIFFERS, f"only one side fails; {which}", how)
    inputs = {name: own / each.file for name, each in call.items() if isinstance(each, calls.Layer)}
    difference, compared = difference_of(
        ours, job, results, asked, inputs, folder, their_folder)
    if difference and written.get(algorithm.id, {}).get("random"):
        return Verdict(algorithm.id, RANDOM, difference, how)
    if difference:
        return Verdict(algorithm.id, DIFFERS, difference, how)
    what = ", ".join(compared)
    return Verdict(algorithm.id, EQUAL if what else NOTHING, what, how)


def judged(ours, algorithm, *rest):
    """judge(), in which an error of this program is no end of the others."""
    try:
        return judge(ours, algorithm, *rest)
    except Exception as error:  # It is told in the report, which then is no good one.
        return Verdict(algorithm.id, DIFFERS, f"not compared: {type(error).__name__}: {error}", "")


def report(verdicts, version):
    lines = ["# Conformance", "",
             f"Each algorithm through geotaskd and through QGIS {version} itself on the same data, "
             "compared feature by feature,", "attribute by attribute, raster by raster. Made by "
             "`tests/conformance/run.py`.", ""]
    totals = collections.defaultdict(collections.Counter)
    for each in verdicts:
        totals[each.algorithm.split(":")[0]][each.verdict] += 1
    kinds = (EQUAL, SAME_ERROR, NOTHING, RANDOM, DIFFERS, NOT_RUN)
    lines += ["| Provider | " + " | ".join(kinds) + " |", "|---|" + "---:|" * len(kinds)]
    for provider, counted in totals.items():
        lines.append(f"| `{provider}` | " + " | ".join(str(counted[k]) for k in kinds) + " |")
    lines += ["", "| Algorithm | Verdict | Against | Outputs that were compared, or the reason |",
              "|---|---|---|---|"]
    for each in verdicts:
        reason = each.reason.replace("|", "\\|").replace("\n", " ")
        lines.append(f"| `{each.algorithm}` | {each.verdict} | {each.by} | {reason} |")
    return "\n".join(lines) + "\n"


@contextlib.contextmanager
def served(folder):
    """The address at which this machine serves a folder by HTTP."""
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--report", type=pathlib.Path)
    parser.add_argument("--only", action="append", help="an algorithm; may be repeated")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        given = folder / "given"
        given.mkdir()
        data.write_all(given)
        (folder / "daemon").mkdir()
        allow = [word for each in ALLOWED for word in ("--allow-algorithms", each)]
        with served(given) as address, Daemon(
                folder / "daemon", "--workers", "2", "--worker-network", "on", *allow,
                sources=(f"given={given}",)) as daemon:
            ours = Ours(daemon, given)
            written = calls.by_hand(address)
            wanted = [each for each in ours.algorithms()
                      if not options.only or each.id in options.only]
            with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
                verdicts = list(pool.map(
                    lambda each: judged(ours, each, written, given,
                                       folder / each.id.replace(":", "-")), wanted))
            version = daemon.server.GetServerInfo(server_pb2.GetServerInfoRequest()).versions.qgis
    text = report(verdicts, version)
    if options.report:
        options.report.write_text(text, encoding="utf-8")
    print(text)
    return 1 if any(each.verdict == DIFFERS for each in verdicts) else 0


if __name__ == "__main__":
    sys.exit(main())
