# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithms that the operator brings: models, scripts and plugins."""

import pathlib

import grpc
import pytest

from support import datasets, processing, rows
from support.calls import refused
from support.catalogue import Catalogue
from support.daemon import Daemon

HERE = pathlib.Path(__file__).resolve().parent
FOLDERS = ("--models", str(HERE / "models"), "--scripts", str(HERE / "scripts"))


@pytest.fixture(scope="module")
def daemon(tmp_path_factory):
    with Daemon(tmp_path_factory.mktemp("daemon"), *FOLDERS, "--workers", "1") as running:
        yield running


def test_a_model_is_an_algorithm_like_any_other(daemon):
    (model,) = Catalogue(daemon).list(provider="model").values()
    assert (model.id, model.title, model.group) == ("model:Round centres", "Round centres", "Tests")
    described = Catalogue(daemon).get(model.id)
    assert [parameter.name for parameter in described.parameters] == [
        "layer", "radius", "round:circles"]
    assert not described.denied


def test_a_model_runs_and_gives_its_output(daemon):
    square = rows.inline(["POLYGON ((0 0, 2 0, 2 2, 0 2, 0 0))"])
    drawn = datasets.reference(datasets.upload_inline(daemon, square))
    job = processing.done(daemon, "model:Round centres", layer=drawn, radius=3)
    (diamond,) = processing.rows(daemon, job, "round:circles").features
    assert rows.geometry(diamond).bounds == pytest.approx((-2, -2, 4, 4))
    assert rows.geometry(diamond).area == pytest.approx(18)
    assert [output.name for output in job.outputs] == ["round:circles"], "its steps give none"


def test_a_model_is_checked_at_submit(daemon):
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_PARAMETER",
                 "spec.processing.parameters.radius"):
        processing.submit(daemon, "model:Round centres", {"radius": "wide"})


def test_a_script_is_an_algorithm_too(daemon):
    (script,) = Catalogue(daemon).list(provider="script").values()
    assert script.id == "script:misbehave" and not script.denied
    job = processing.done(daemon, script.id, HOW="sleep", WITH="0")
    assert processing.value(job, "SAID") == "None"


def test_a_plugin_that_the_operator_enables_brings_its_algorithms(tmp_path):
    plugin = HERE / "plugins/doubler"
    with Daemon(tmp_path, "--plugin", str(plugin), "--workers", "1") as daemon:
        job = processing.done(daemon, "doubler:double", NUMBER=21)
        assert processing.value(job, "DOUBLE") == 42


def test_other_systems_are_not_called_unasked(daemon):
    """QGIS 3.22 offers GRASS's algorithms whenever Python is there."""
    for algorithm in ("grass7:v.buffer", "grass:v.buffer"):
        with refused(grpc.StatusCode.NOT_FOUND, "UNKNOWN_ALGORITHM"):
            processing.submit(daemon, algorithm, {})
