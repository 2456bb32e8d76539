# SPDX-License-Identifier: GPL-2.0-or-later
"""Brings the outputs of a job here: rows into sinks, files to their places, values as they are."""

import itertools
import os
import pathlib
import tempfile

from geotask.files import safe_place, save
from geotask.v1 import feature_pb2
from google.protobuf import json_format
from qgis.core import (
    QgsFeatureSink,
    QgsFields,
    QgsProcessingException,
    QgsProcessingUtils,
)

from ..link.texts import tr
from .crs_text import crs_of
from .field_types import make_field
from .row_values import from_feature, geometry_type, json_type
from .waiting import Waiter

_WHOLE = 2 ** 53  # Numbers up to here are exact, so one without a fraction is a whole number.


class _Batches:
    """Of read_features(): the schema first, then lists of rows."""

    def __init__(self, rows):
        self._rows = rows

    def __iter__(self):
        yield self._rows.schema
        yield from self._rows.batches()

    def cancel(self):
        self._rows.cancel()


class Results:
    """Of one call. `algorithm` makes the sinks, on the thread that runs it."""

    def __init__(self, client, algorithm, parameters, context, feedback, destinations):
        self._client = client
        self._algorithm = algorithm
        self._parameters = parameters
        self._context = context
        self._feedback = feedback
        self._destinations = destinations
        self._waiter = Waiter(feedback)

    def fetch(self, job):
        """By name, as an algorithm of QGIS returns them."""
        found = {}
        for output in job.outputs:
            kind = output.WhichOneof("kind")
            if kind == "features":
                found[output.name] = self._rows(job, output)
            elif kind == "files":
                found[output.name] = self._files(job, output)
            else:
                found[output.name] = native(output.value)
        return found

    def _rows(self, job, output):
        total = output.features.feature_count
        self._feedback.setProgressText(
            tr("Fetching {} ({} features)").format(output.name, total))
        messages = self._waiter.each(
            lambda: _Batches(self._client.read_features(job.name, output.name)))
        schema = next(messages)
        first = next(messages, [])
        types = [field.type for field in schema.fields]
        fields = QgsFields()
        for index, field in enumerate(schema.fields):
            fields.append(make_field(field, json_type(first, index))
                          if field.type == feature_pb2.FIELD_TYPE_JSON else make_field(field))
        sink, reference = self._sink(
            output.name, fields, geometry_type(schema.geometry_type), crs_of(schema.crs))
        done = 0
        for batch in itertools.chain([first], messages):
            for message in batch:
                added = sink.addFeature(
                    from_feature(message, fields, types), QgsFeatureSink.FastInsert)
                if not added:
                    raise QgsProcessingException(tr(
                        "The output {} cannot be written: {}").format(
                            output.name, sink.lastError()))
            done += len(batch)
            self._feedback.setProgress(90 + 10 * done / max(1, total))
            self._waiter.check()
        flush = getattr(sink, "finalize", sink.flushBuffer)
        flush()
        return reference

    def _sink(self, name, fields, kind, crs):
        if name in self._destinations.sinks:
            sink, reference = self._algorithm.parameterAsSink(
                self._parameters, name, self._context, fields, kind, crs)
        else:
            sink, reference = QgsProcessingUtils.createFeatureSink(
                "memory:", self._context, fields, kind, crs)
        if sink is None:
            raise QgsProcessingException(
                self._algorithm.invalidSinkError(self._parameters, name))
        return sink, reference

    def _files(self, job, output):
        self._feedback.setProgressText(tr("Fetching {}").format(output.name))
        place = self._destinations.place(output.name)
        files = output.files.files
        if output.files.folder:
            folder = place or tempfile.mkdtemp(
                prefix=f"{output.name}-", dir=QgsProcessingUtils.tempFolder())
            os.makedirs(folder, exist_ok=True)
            for file in files:
                self._download(job, output.name, file.path,
                               safe_place(pathlib.Path(folder), file.path))
            return folder
        main = files[0].path
        if place is None:
            folder = tempfile.mkdtemp(
                prefix=f"{output.name}-", dir=QgsProcessingUtils.tempFolder())
            place = os.path.join(folder, os.path.basename(main))
        place = os.path.splitext(place)[0] + (os.path.splitext(main)[1] or
                                              os.path.splitext(place)[1])
        for file in files:
            self._download(job, output.name, file.path, _beside(place, main, file.path))
        return place

    def _download(self, job, output, path, place):
        save(self._waiter.each(lambda: self._client.read_file(job.name, output, path)), place)


def _beside(place, main, path):
    """Where a file goes that came with `main`: called after `place` as it was after `main`."""
    stem = os.path.splitext(main)[0]
    rest = path[len(stem):] if path.startswith(stem) else ""
    if path == main or (rest and "/" not in rest):
        return pathlib.Path(os.path.splitext(place)[0] + (rest or os.path.splitext(place)[1]))
    return safe_place(pathlib.Path(place).parent, os.path.basename(path))


def native(value):
    """A google.protobuf.Value as QGIS has it: numbers without a fraction are whole ones."""
    return whole(json_format.MessageToDict(value))


def whole(value):
    if isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE:
        return int(value)
    if isinstance(value, list):
        return [whole(member) for member in value]
    if isinstance(value, dict):
        return {key: whole(member) for key, member in value.items()}
    return value
