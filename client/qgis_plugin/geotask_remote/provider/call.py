# SPDX-License-Identifier: GPL-2.0-or-later
"""One call of a remote algorithm: what it takes, its job, and what comes back.

    call = Call(record, server, algorithm, parameters, context)   # the thread that owns the layers
    results = call.run(algorithm, parameters, context, feedback)  # any thread
"""

from geotask.errors import NotFound
from geotask.v1 import processing_pb2
from google.protobuf import json_format

from .destinations import Destinations
from .inputs import FilesInput, RowsInput
from .job_run import JobRun
from .layer_values import Joined
from .project_context import project_input, put_context
from .results import Results
from .uploads import Uploads
from .values import Values

_SENT, _DONE = 10.0, 90.0  # Shares of the progress: until all is sent, until the job has ended.
_EXACT = 2 ** 53  # Whole numbers beyond travel as text.
_LAYER_OUTPUTS = ("outputVector", "outputRaster", "outputLayer")
_PROJECT_TYPES = ("layout", "layoutitem", "maptheme")


class Call:
    def __init__(self, record, server, algorithm, parameters, context):
        self._record = record
        self._server = server
        self._values = Values(algorithm, parameters, context, _works_in_place(record)).all()
        self._processing = processing_pb2.Processing(algorithm=record["id"])
        put_context(self._processing, context, _crs_texts(self._values))
        self._project = None
        if _needs_project(record, self._values, self._processing.project_crs):
            self._project = project_input(context.project())

    def run(self, algorithm, parameters, context, feedback):
        """The results of the algorithm. GeotaskError, QgsProcessingException, GivenUp."""
        client = self._server.client()
        # Not before: what is to be loaded is kept in the context of the thread that runs.
        destinations = Destinations(algorithm, parameters, context)
        uploads = Uploads(client, self._server.secret(), self._server.labels, feedback)
        run = JobRun(client, self._server.place, feedback)
        try:
            job = self._submit(destinations, uploads, run, feedback)
        except NotFound as error:
            if error.reason != "DATASET_NOT_FOUND":
                raise
            # It expired between the look and the submit.
            uploads.forget()
            job = self._submit(destinations, uploads, run, feedback)
        feedback.setProgress(_DONE)
        results = Results(client, algorithm, parameters, context, feedback, destinations)
        return results.fetch(job)

    def _submit(self, destinations, uploads, run, feedback):
        values = {**self._with_references(self._values, uploads), **destinations.asked}
        processing = processing_pb2.Processing()
        processing.CopyFrom(self._processing)
        json_format.ParseDict(values, processing.parameters)
        if self._project is not None:
            processing.project = uploads.reference(self._project)
        feedback.setProgress(_SENT)
        labels = {**self._server.labels, "title": self._record.get("title", "")[:80]}
        return run.run(processing, labels, (_SENT, _DONE))

    def _with_references(self, value, uploads):
        if isinstance(value, (RowsInput, FilesInput)):
            return uploads.reference(value)
        if isinstance(value, Joined):
            return "".join(self._with_references(part, uploads) for part in value.parts)
        if isinstance(value, dict):
            return {key: self._with_references(member, uploads) for key, member in value.items()}
        if isinstance(value, list):
            return [self._with_references(member, uploads) for member in value]
        if isinstance(value, int) and abs(value) > _EXACT:
            return str(value)
        return value


def _works_in_place(record):
    """Whether it changes the file of its input, a copy of which then is its output."""
    return not any(each.get("destination") for each in record.get("parameters", [])) and \
        any(each["type"] in _LAYER_OUTPUTS for each in record.get("outputs", []))


def _needs_project(record, values, project_crs):
    """Whether its layouts or themes are named; to have a CRS is enough to be a project."""
    if "FLAG_REQUIRES_PROJECT" in record.get("flags", []) and not project_crs:
        return True
    return any(values.get(each["name"]) for each in record.get("parameters", [])
               if each["type"] in _PROJECT_TYPES)


def _crs_texts(value):
    """The CRSs of the layers that go along, and texts that may be some."""
    if isinstance(value, RowsInput):
        return {value.schema.crs}
    if isinstance(value, str):
        return {value}
    members = value.values() if isinstance(value, dict) else value
    if isinstance(members, (list, type({}.values()))):
        return set().union(*map(_crs_texts, members))
    return set()
