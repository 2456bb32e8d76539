# SPDX-License-Identifier: GPL-2.0-or-later
"""Each example does what it says; all languages say the same."""

import re
import subprocess

import pytest

from support.daemon import DEADLINE, Daemon

# What comes, line by line, as regular expressions; a line that ends with `...` stands for any
# number.
PRINTED = {
    "connect": [
        r"geotaskd \d+\.\d+\.\d+ with QGIS 3\.\d+\.\d+.*",
        "messages of up to 1048576 bytes",
        "data:world/countries: 240 rows of MultiPolygon",
        "data:world/disputed_borders: 46 rows of MultiLineString",
        r"data:world/layer_styles: \d+ rows of NoGeometry...",  # Some QGIS versions.
        "data:world/states_provinces: 4556 rows of MultiPolygon",
    ],
    "buffer_geojson": [
        r"Station: MultiPolygon of 21 corners, from 7\.6277 to 7\.6423",
        r"Market: MultiPolygon of 21 corners, from 7\.6207 to 7\.6353",
    ],
    "watch_and_cancel": [
        "jobs/.* (QUEUED|RUNNING)...",
        r"\d+ of 4556 rows...",
        "jobs/.* CANCELLING",
        r"\d+ of 4556 rows...",
        "jobs/.* CANCELLED",
        "why: CANCELLED_BY_CLIENT",
    ],
    "handle_errors": [
        "refused: (INVALID_ARGUMENT )?OUT_OF_RANGE",
        r"spec\.buffer\.segments is 0; accepted: .*1.*1000.*",
        "what to do: .*",
        "one job",
    ],
    "upload_and_run": [
        "uploaded 250 rows",
        r"not now \(CATALOGUE_NOT_READY\); again in .* s...",
        "jobs/.* (QUEUED|RUNNING)...",
        "jobs/.* SUCCEEDED",
        r"square 0: 0\.5 0\.5",
        r"square 1: 1\.5 0\.5",
    ],
    "download_raster": [
        r"not now \(CATALOGUE_NOT_READY\); again in .* s...",
        "jobs/.* (QUEUED|RUNNING)...",
        "jobs/.* SUCCEEDED",
        r"noise\.tif, image/tiff: (?!(?P<whole>\d+) of (?P=whole) )\d+ of \d+ bytes",
        r"noise\.tif, image/tiff: (?P<size>\d+) of (?P=size) bytes",
        "the checksum is right",
    ],
}
USED_BY_EXAMPLES = {"wkb", "call", "retry", "make_stubs"}


def expression(lines):
    """The lines of PRINTED as one regular expression."""
    return "".join(
        f"(?:{line[:-3]}\n)*" if line.endswith("...") else f"{line}\n" for line in lines
    )


def run(kind, name, daemon, folder):
    return subprocess.run(
        kind.command(name, daemon.address), env=kind.environment, cwd=folder,
        capture_output=True, text=True, timeout=DEADLINE, check=False,
    )


@pytest.mark.parametrize("name", PRINTED)
def test_an_example_prints_what_it_should(kind, daemon, tmp_path, name):
    done = run(kind, name, daemon, tmp_path)

    printed = f"{done.stdout}{done.stderr}\n{daemon.log()[-2000:]}"
    assert done.returncode == 0, printed
    assert re.fullmatch(expression(PRINTED[name]), done.stdout), printed


def test_every_example_is_run(kind):
    assert kind.names() - USED_BY_EXAMPLES == set(PRINTED)


def test_the_address_may_come_from_the_environment(kind, daemon):
    environment = {**kind.environment, "GEOTASK_SERVER": daemon.address}

    done = subprocess.run(kind.command("connect"), env=environment, timeout=DEADLINE,
                          capture_output=True, text=True, check=False)

    assert "data:world/countries" in done.stdout, done.stderr


def test_a_call_is_repeated_until_the_server_is_there(kind, tmp_path):
    address = f"unix:{tmp_path}/socket"
    with subprocess.Popen(kind.command("handle_errors", address), env=kind.environment,
                          stdout=subprocess.PIPE, text=True) as example:
        first = example.stdout.readline()
        with Daemon(tmp_path, "--listen", address):
            rest = example.stdout.read()

    assert re.match(r"not now \(UNAVAILABLE\); again in .* s", first)
    assert rest.endswith("one job\n")
    assert example.returncode == 0


def test_the_table_of_contents_names_every_example(kind):
    contents = (kind.folder.parent / "README.md").read_text(encoding="utf-8")

    assert [name for name in kind.names() if name not in contents] == []
