# SPDX-License-Identifier: GPL-2.0-or-later
"""Calls of the service Features, and what they give.

    answer = buffer(daemon, schema, features, distance=1)     # All of it.
    with open_call(daemon, start(schema, distance=1)) as call:   # Step by step.
        call.send(batch(features)); message = call.next()
"""

import contextlib
import dataclasses
import queue

import support.stubs  # noqa: F401
from geotask.v1 import buffer_pb2, feature_pb2, features_pb2
from support.daemon import DEADLINE, MAX_MESSAGE_BYTES
from support.streams import in_messages

Request = features_pb2.BufferRequest


def start(schema, distance=1.0, start_options=None, **buffer_options):
    """A BufferStart."""
    buffer = buffer_pb2.Buffer(distance=distance, **buffer_options)
    return features_pb2.BufferStart(buffer=buffer, schema=schema, **(start_options or {}))


def batch(features):
    return Request(batch=feature_pb2.FeatureBatch(features=features))


def end(count):
    return Request(end=feature_pb2.FeaturesEnd(feature_count=count))


def whole(first, features):
    """All in one message."""
    message = batch(features)
    message.start.CopyFrom(first)
    message.end.feature_count = len(features)
    return message


@dataclasses.dataclass
class Answer:
    header: features_pb2.FeaturesHeader
    features: list
    summary: features_pb2.FeaturesSummary
    pieces: int
    messages: int


def collect(messages, keep=True):
    """Puts an answer together; checks what the proto promises of each message."""
    header = summary = None
    features, joined, pieces, count, rows = [], b"", 0, 0, 0
    for message in messages:
        count += 1
        assert message.ByteSize() <= MAX_MESSAGE_BYTES
        assert summary is None, "nothing comes after the summary"
        assert message.HasField("header") == (header is None), "the header comes first, once"
        if message.HasField("header"):
            header = message.header
        if message.batch.features:
            assert not joined, "nothing comes between the pieces of a row"
            rows += len(message.batch.features)
            if keep:
                features.extend(message.batch.features)
        if message.HasField("piece"):
            joined += message.piece.data
            pieces += 1
            if message.piece.index + 1 == message.piece.count:
                features.append(feature_pb2.Feature.FromString(joined))
                rows += 1
                joined = b""
        if message.HasField("summary"):
            summary = message.summary
    assert summary is not None and not joined, "the answer is whole"
    assert summary.features_out == rows
    return Answer(header, features, summary, pieces, count)


def call(daemon, messages):
    return daemon.features.Buffer(iter(messages), timeout=DEADLINE)


def buffer(daemon, schema, features, distance=1.0, **options):
    """Streams rows in and results out."""
    first = start(schema, distance, **options)
    return collect(call(daemon, in_messages(Request, features, start=first)))


class OpenCall:
    """A call whose messages the test sends one by one."""

    def __init__(self, daemon, first):
        self._queue = queue.Queue()
        self._queue.put(Request(start=first))
        self.answers = daemon.features.Buffer(iter(self._queue.get, None), timeout=DEADLINE)
        self.header = next(self.answers).header
        self.job = self.header.job

    def send(self, message):
        self._queue.put(message)

    def next_rows(self):
        """The rows of the next message that has some."""
        for message in self.answers:
            if message.batch.features:
                return list(message.batch.features)
        raise AssertionError("the call has ended")

    def leave(self):
        self.answers.cancel()
        self._queue.put(None)


@contextlib.contextmanager
def open_call(daemon, first):
    """A call that was let in."""
    opened = OpenCall(daemon, first)
    try:
        yield opened
    finally:
        opened.leave()
