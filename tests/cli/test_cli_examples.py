# SPDX-License-Identifier: GPL-2.0-or-later
"""Every example of every help text works as it stands.

The examples are taken from the help itself. Each is run by a shell in a folder with `lakes.gpkg`,
`a.gpkg`, `b.gpkg` and `dem.tif`; what else it names is made before it: the job `rivers-2024` (which
has SUCCEEDED, or is at work where the example cancels it), the job `hills` and the dataset `lakes`.
"""

import os
import re
import subprocess
import tempfile

import pytest

from cli_support import ENDLESS_JOB, WORLD, write_raster


def help_of(*words):
    return subprocess.run([os.environ["GEOTASK"], *words, "--help"], capture_output=True, text=True,
                          check=True, timeout=60).stdout


def verbs():
    listed = re.search(r"^(?:Subcommands|Verbs):\n((?:  .*\n)+)", help_of(), re.MULTILINE)
    return re.findall(r"^  (\w+) ", listed[1], re.MULTILINE)


def examples_in(text):
    found = re.search(r"^Examples?:\n((?:  .*\n)+)", text + "\n", re.MULTILINE)
    return [line.strip() for line in found[1].splitlines()] if found else []


def all_examples():
    examples = {verb: examples_in(help_of(verb)) for verb in verbs()}
    examples["geotask"] = examples_in(help_of())
    return examples


def test_every_verb_shows_an_example_of_itself():
    examples = all_examples()
    assert len(examples) > 12
    for verb, lines in examples.items():
        assert any(verb in line.split() for line in lines), verb


def test_the_main_help_shows_the_exit_codes():
    assert "Exit codes:" in help_of()


def write_layer(path, layer, name):
    subprocess.run(["ogr2ogr", "-f", "GPKG", str(path), WORLD, layer, "-nln", name, "-limit", "20"],
                   check=True, timeout=60)


def set_scene(cli, example, folder):
    write_layer(folder / "lakes.gpkg", "disputed_borders", "lakes")
    write_layer(folder / "a.gpkg", "countries", "a")
    write_layer(folder / "b.gpkg", "countries", "zones")
    write_raster(folder / "dem.tif")
    for name in ("rivers-2024", "hills", "ring", "dataset:lakes", "dataset:my-lakes",
                 "dataset:my-dem"):
        if cli("cancel", name).returncode == 0:
            cli.await_end(name)
        cli("delete", name)
    if "rivers-2024" in example:
        if " cancel " in example:
            cli.detached(*ENDLESS_JOB, "--job-id", "rivers-2024")
        else:
            cli.ok("buffer", "data:world/disputed_borders", "--distance", "0.1",
                   "--job-id", "rivers-2024")
    if "jobs/hills" in example:
        cli.ok("run", "native:hillshade", f"--INPUT={folder / 'dem.tif'}", "--job-id", "hills")
    if "dataset:lakes" in example:
        cli.ok("upload", str(folder / "lakes.gpkg"), "--id", "lakes")


@pytest.mark.parametrize("example", [line for lines in all_examples().values() for line in lines])
def test_an_example_works(cli, tmp_path, example):
    set_scene(cli, example, tmp_path)
    with tempfile.TemporaryDirectory() as path:
        os.symlink(cli.program, f"{path}/geotask")
        command = example.replace("127.0.0.1:9090", cli.address)
        done = subprocess.run(
            ["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, timeout=300,
            stdin=subprocess.DEVNULL,
            env={**cli.environment(), "PATH": f"{path}:{os.environ['PATH']}"})
    assert done.returncode == 0, done.stderr
