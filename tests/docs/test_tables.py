# SPDX-License-Identifier: GPL-2.0-or-later
"""The tables of docs/api.md say what the proto files, the sources and a running daemon say."""

import os
import re
import subprocess

import pytest

import support.stubs  # noqa: F401
from geotask.v1 import server_pb2
from markdown import REPOSITORY, code, table
from support.daemon import DEADLINE, PROGRAM, Daemon

API = "docs/api.md"
CODES = (
    "INVALID_ARGUMENT NOT_FOUND ALREADY_EXISTS FAILED_PRECONDITION ABORTED OUT_OF_RANGE"
    " PERMISSION_DENIED RESOURCE_EXHAUSTED UNAVAILABLE INTERNAL"
).split()
# Rooms whose errors reach clients.
ROOMS = ["domain", "rpc", "qgis", "qgis/picture", "qgis/processing", "sources", "spool", "worker"]
# Where a reason stands: in an ErrorDetail, or in the helper that makes one.
REASON_IN_SOURCE = re.compile(r'(?:\{|reason = |[?:] |aborted\()"([A-Z]+(?:_[A-Z]+)+)"')
# Told to the operator alone.
OF_THE_START = {"STATE_DIR_IN_USE", "STATE_DIR_FAILED", "ADDRESS_IN_USE"}


def proto_comment(text):
    """A comment of a proto file as one line of text."""
    return re.sub(r"\s*\n\s*//\s?", " ", text)


def reasons_of_calls():
    """(reason, code) of all that the comments of the services list."""
    found = {("INTERNAL", "INTERNAL")}  # Listed as a code alone.
    for name in ("algorithms", "features", "jobs", "datasets", "server"):
        text = (REPOSITORY / f"proto/geotask/v1/{name}.proto").read_text(encoding="utf-8")
        for item in re.findall(r"// - ((?:.|\n\s*//   )+)", text):
            item = proto_comment(item)
            status = item.split()[0].rstrip(":,")
            assert status in CODES, f"{name}.proto: {item}"
            found |= {(reason, status) for reason in re.findall(r"`([A-Z]+(?:_[A-Z]+)*)`", item)}
    return found


def reasons_of_jobs():
    """What the comment of Job.error lists."""
    text = (REPOSITORY / "proto/geotask/v1/job.proto").read_text(encoding="utf-8")
    comment = re.search(r"((?:  //.*\n)+)  ErrorDetail error = ", text)[1]
    words = set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)*\b", proto_comment(comment)))
    return words - {"FAILED", "CANCELLED", "UNIT_METRES"}


def test_the_reasons_of_refused_calls_are_those_of_the_proto_files():
    shown = {
        (code(row["Reason"])[0], status)
        for row in table(API, "Reason")
        for status in row["Code"].split(", ")
    }

    assert shown == reasons_of_calls()


def test_the_reasons_of_failed_jobs_are_those_of_the_proto_file():
    shown = {code(row["Reason"])[0] for row in table(API, "Reason", "What it means")}

    assert shown == reasons_of_jobs()


def sources():
    """What the rooms say whose errors reach clients, as one text."""
    return "".join(
        path.read_text(encoding="utf-8")
        for room in ROOMS
        for path in (REPOSITORY / "server" / room).iterdir()
        if path.suffix in (".h", ".cpp")
    )


def shown_reasons():
    rows = table(API, "Reason") + table(API, "Reason", "What it means")
    return {code(row["Reason"])[0] for row in rows}


def test_every_reason_in_the_sources_is_in_a_table():
    raised = set(REASON_IN_SOURCE.findall(sources()))

    assert len(raised) > 30
    assert raised - shown_reasons() - OF_THE_START == set()


def test_every_reason_in_a_table_is_in_the_sources():
    text = sources()

    assert [reason for reason in shown_reasons() if f'"{reason}"' not in text] == []


@pytest.fixture(scope="module")
def limits(tmp_path_factory):
    """What a daemon allows that was told nothing."""
    with Daemon(tmp_path_factory.mktemp("daemon"), sources=()) as daemon:
        asked = server_pb2.GetServerInfoRequest()
        yield daemon.server.GetServerInfo(asked, timeout=DEADLINE).limits


def test_the_limits_are_those_that_the_server_tells(limits):
    shown = [code(row["Limit"])[0] for row in table(API, "Limit")]

    assert sorted(shown) == sorted(field.name for field in limits.DESCRIPTOR.fields)


@pytest.mark.parametrize("row", table(API, "Limit"), ids=lambda row: code(row["Limit"])[0])
def test_the_default_of_a_limit_is_the_one_shown(limits, row):
    told = getattr(limits, code(row["Limit"])[0])

    if row["Default"] == "one a core":
        assert told == len(os.sched_getaffinity(0))
    elif isinstance(told, int):
        assert told == count(row["Default"])
    else:
        assert told.ToTimedelta().total_seconds() == seconds(row["Default"])


def test_the_flags_of_the_limits_are_flags_of_the_daemon():
    help_text = subprocess.run(
        [PROGRAM, "--help"], stdout=subprocess.PIPE, text=True, check=True
    ).stdout
    flags = [flag for row in table(API, "Limit") for flag in code(row["Flag"])]

    assert len(flags) > 10
    assert [flag for flag in flags if flag not in help_text.split()] == []


def count(text):
    """1048576 from 1MiB."""
    number, unit = re.fullmatch(r"(\d+)(MiB|GiB|)", text).groups()
    return int(number) << {"": 0, "MiB": 20, "GiB": 30}[unit]


def seconds(text):
    """86400 from 24h."""
    number, unit = re.fullmatch(r"(\d+)(s|h)", text).groups()
    return int(number) * {"s": 1, "h": 3600}[unit]
