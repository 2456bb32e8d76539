# SPDX-License-Identifier: GPL-2.0-or-later
"""Jobs in words."""

import html

from geotask.streams import FINAL_STATES
from geotask.v1 import buffer_pb2, job_pb2
from google.protobuf import json_format
from qgis.PyQt.QtCore import QDate, QDateTime, QLocale

from ..link.profile import is_ours
from ..link.texts import seconds_text, size_text, tr


def title(job):
    """What the job does: the title of its algorithm, or its operation."""
    if job.spec.labels.get("title"):
        return job.spec.labels["title"]
    if job.spec.HasField("processing"):
        return job.spec.processing.algorithm
    told = job.spec.buffer
    if told.distance_field:
        return tr("Buffer by the field {}").format(told.distance_field)
    unit = " m" if told.unit == buffer_pb2.Buffer.UNIT_METRES else ""
    return tr("Buffer {}").format(f"{told.distance:g}{unit}")


def job_id(job):
    return job.name[len("jobs/"):]


def state_text(state):
    return {
        job_pb2.JOB_STATE_QUEUED: tr("waiting"),
        job_pb2.JOB_STATE_RUNNING: tr("at work"),
        job_pb2.JOB_STATE_CANCELLING: tr("being cancelled"),
        job_pb2.JOB_STATE_SUCCEEDED: tr("done"),
        job_pb2.JOB_STATE_FAILED: tr("failed"),
        job_pb2.JOB_STATE_CANCELLED: tr("cancelled"),
    }.get(state, "")


def stage_text(stage):
    return {
        job_pb2.STAGE_READING: tr("preparing"),
        job_pb2.STAGE_BUFFERING: tr("buffering"),
        job_pb2.STAGE_UNITING: tr("uniting"),
        job_pb2.STAGE_ENCODING: tr("collecting"),
        job_pb2.STAGE_STAGING: tr("preparing"),
        job_pb2.STAGE_PROCESSING: tr("computing"),
        job_pb2.STAGE_COLLECTING: tr("collecting"),
    }.get(stage, "")


def percent(job):
    """From 0 to 100; None while unknown."""
    if job.state == job_pb2.JOB_STATE_SUCCEEDED:
        return 100.0
    if job.state in FINAL_STATES or not job.progress.HasField("fraction"):
        return None
    return 100 * job.progress.fraction


def local_time(stamp):
    """A Timestamp in the user's time and manner; of today the time alone."""
    moment = QDateTime.fromMSecsSinceEpoch(stamp.seconds * 1000)
    if moment.date() == QDate.currentDate():
        return QLocale().toString(moment.time(), QLocale.FormatType.ShortFormat)
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)


def why(job):
    """Why a job failed or was cancelled, and what to do."""
    said = job.error_message.rstrip(". ")
    return " ".join(filter(None, (f"{said}." if said else "", job.error.remedy)))


def took(job, now):
    """Seconds from the begin of the work to its end, or to `now` (since 1970); None before it."""
    if not job.HasField("start_time"):
        return None
    end = job.end_time.ToNanoseconds() / 1e9 if job.HasField("end_time") else now
    return max(0.0, end - job.start_time.ToNanoseconds() / 1e9)


def details_html(job, server):
    """All that is to be known of a job."""
    rows = [(tr("Job"), job_id(job)), (tr("Server"), server.place)]
    rows.append((tr("State"), state_text(job.state)))
    if job.error_message or job.error.reason:
        rows.append((tr("Reason"), why(job)))
    rows.append((tr("Submitted"), local_time(job.create_time)))
    origin = tr("this profile of QGIS") if is_ours(job) else tr("elsewhere")
    rows.append((tr("Submitted from"), origin))
    if job.HasField("expire_time"):
        rows.append((tr("Kept until"), local_time(job.expire_time)))
    if job.HasField("usage"):
        used = seconds_text(job.usage.cpu_time.ToNanoseconds() / 1e9)
        memory = size_text(job.usage.peak_memory_bytes)
        rows.append((tr("Took"), tr("{} of processor time, {} of memory").format(used, memory)))
    rows += [(output.name, _output_text(output)) for output in job.outputs]
    if job.spec.HasField("processing"):
        told = json_format.MessageToDict(job.spec.processing.parameters)
        rows += [(name, _short(value)) for name, value in told.items()]
    cells = "".join(
        f"<tr><td style='padding-right:12px'><b>{html.escape(name)}</b></td>"
        f"<td>{html.escape(text)}</td></tr>"
        for name, text in rows
    )
    return f"<p><b>{html.escape(title(job))}</b></p><table>{cells}</table>"


def _output_text(output):
    kind = output.WhichOneof("kind")
    if kind == "features":
        told = output.features
        count = QLocale().toString(told.feature_count)
        return tr("{} features, {}").format(count, size_text(told.byte_count))
    if kind == "files":
        size = size_text(sum(each.byte_count for each in output.files.files))
        names = ", ".join(each.path for each in output.files.files[:3])
        more = ", …" if len(output.files.files) > 3 else ""
        return f"{names}{more} ({size})"
    return _short(json_format.MessageToDict(output.value)) if kind else ""


def _short(value):
    text = str(value)
    return text if len(text) <= 200 else text[:199] + "…"
