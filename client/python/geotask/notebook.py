# SPDX-License-Identifier: GPL-2.0-or-later
"""How jobs and algorithms look in a notebook: HTML, with every text of the server escaped."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Iterable, List, Sequence

from geotask.v1 import job_pb2

if TYPE_CHECKING:
    from geotask.catalogue import Algorithm
    from geotask.job import Job

_COLOURS = {"SUCCEEDED": "#2e7d32", "FAILED": "#c62828", "CANCELLED": "#757575"}


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Cells are HTML."""
    top = "".join(f"<th style='text-align:left'>{html.escape(each)}</th>" for each in head)
    body = "".join(
        "<tr>" + "".join(f"<td style='text-align:left'>{each}</td>" for each in row) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _code(text: str) -> str:
    return f"<code>{html.escape(text)}</code>"


def job_html(job: Job) -> str:
    """A job as it is now: asks the server when it has not ended."""
    progress = job.progress()
    message = job.message
    state = job.state
    colour = _COLOURS.get(state, "#1565c0")
    percent = 100.0 if state == "SUCCEEDED" else progress.percent
    parts = [
        "<div>",
        f"<b>{html.escape(_operation(message))}</b> {_code(job.id)} ",
        f"<span style='color:{colour}'><b>{state}</b></span>",
    ]
    if percent is not None:
        parts.append(f" <progress max='100' value='{percent:.1f}'></progress> {percent:.0f} %")
    if progress.total is not None or progress.done:
        total = "" if progress.total is None else f" of {progress.total:,}"
        parts.append(f"<br>{progress.done:,}{total} rows {html.escape(progress.stage.lower())}")
    if progress.time_left is not None and not job.done():
        parts.append(f", {progress.time_left:.0f} s left")
    if message.error_message:
        remedy = html.escape(message.error.remedy)
        parts.append(
            f"<br><span style='color:{colour}'>{html.escape(message.error_message)}</span> "
            f"[{html.escape(message.error.reason)}] {remedy}"
        )
    if message.outputs:
        parts.append(_table(["Output", "Content"], [_output(each) for each in message.outputs]))
    return "".join([*parts, "</div>"])


def _operation(message: job_pb2.Job) -> str:
    if message.spec.HasField("processing"):
        return str(message.spec.processing.algorithm)
    return "buffer" if message.spec.HasField("buffer") else "job"


def _output(output: job_pb2.Output) -> List[str]:
    if output.HasField("features"):
        schema = output.features.schema
        crs = schema.crs if len(schema.crs) < 40 else "WKT"
        text = f"{output.features.feature_count:,} rows of {schema.geometry_type} {crs}"
    elif output.HasField("files"):
        text = ", ".join(f"{each.path} ({each.byte_count:,} B)" for each in output.files.files[:5])
        more = len(output.files.files) - 5
        text += f" and {more} more" if more > 0 else ""
    else:
        from google.protobuf import json_format

        text = str(json_format.MessageToDict(output.value))
    return [_code(output.name), html.escape(text)]


def algorithms_html(algorithms: Sequence[Algorithm]) -> str:
    rows = [
        [
            _code(each.id), html.escape(each.title), html.escape(each.group),
            html.escape(each.short_description)
            + (f" <i>denied: {html.escape(each.denied)}</i>" if each.denied else ""),
        ]
        for each in algorithms
    ]
    return f"<b>{len(rows)} algorithms</b>" + _table(["Id", "Title", "Group", "What it does"], rows)


def algorithm_html(algorithm: Algorithm) -> str:
    rows = []
    for each in algorithm.parameters:
        notes = html.escape(each.type) + (", optional" if each.optional else "")
        options = "<br>".join(html.escape(option) for option in each.options)
        default = "" if each.default is None else _code(str(each.default))
        rows.append([_code(each.name), html.escape(each.description), notes, default, options])
    text = html.escape(algorithm.help or algorithm.short_description).replace("\n", "<br>")
    head = ["Parameter", "Meaning", "Type", "Default", "Options"]
    gives = ", ".join(_code(each) for each in algorithm.outputs) or "nothing"
    return (
        f"<b>{html.escape(algorithm.title)}</b> {_code(algorithm.id)}<p>{text}</p>"
        f"{_table(head, rows)}<p>Gives: {gives}</p>"
    )
