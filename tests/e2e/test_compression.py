# SPDX-License-Identifier: GPL-2.0-or-later
"""Answers are compressed for a client that asks for it, and for no other."""

import contextlib
import socket
import threading

import grpc
import pytest

from geotask.v1 import feature_pb2, jobs_pb2, jobs_pb2_grpc
from support import rows
from support.calls import refused, submit, wait

ASKED = [("geotask-compression", "gzip")]


class Wire:
    """Passes connections on to the daemon and counts what comes back."""

    def __init__(self, address):
        self.received = 0
        host, port = address.rsplit(":", 1)
        self._daemon = (host, int(port))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        with contextlib.suppress(OSError):  # Closed: the test is over.
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._daemon)
                for source, sink in ((client, server), (server, client)):
                    threading.Thread(target=self._pass, args=(source, sink, sink is client),
                                     daemon=True).start()

    def _pass(self, source, sink, counted):
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                self.received += len(data) if counted else 0
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)

    def close(self):
        self._listener.close()


def read_by_wire(daemon, name, metadata, options=()):
    """The rows of a result, and how many bytes came for them."""
    wire = Wire(daemon.address)
    with contextlib.closing(wire), grpc.insecure_channel(wire.address, options=options) as channel:
        jobs = jobs_pb2_grpc.JobsStub(channel)
        answers = jobs.ReadFeatures(
            jobs_pb2.ReadFeaturesRequest(name=name), metadata=metadata, timeout=300)
        read = [row.SerializeToString() for answer in answers for row in answer.batch.features]
    return read, wire.received


@pytest.fixture(scope="module")
def buffers(daemon):
    """Rows with text: coordinates of full precision hardly shrink."""
    points = [f"POINT ({i} {i})" for i in range(500)]
    texts = [[f"the point at {i} degrees north and east of the place where both begin " * 5]
             for i in range(500)]
    fields = [("text", feature_pb2.FIELD_TYPE_STRING)]
    given = rows.inline(points, fields=fields, attributes=texts)
    return wait(daemon, submit(daemon, given).name).name


def test_a_result_that_is_asked_for_compressed_takes_less_of_the_network(daemon, buffers):
    plain_rows, plain = read_by_wire(daemon, buffers, metadata=[])
    read, compressed = read_by_wire(daemon, buffers, metadata=ASKED)

    assert len(read) == 500
    assert read == plain_rows
    print(f"compressed to {compressed / plain:.2f} of its size")
    assert compressed < 0.8 * plain


def test_who_cannot_read_gzip_is_sent_what_it_can_read(daemon, buffers):
    identity_alone = [("grpc.compression_enabled_algorithms_bitset", 1)]
    plain_rows, plain = read_by_wire(daemon, buffers, metadata=[])
    read, sent = read_by_wire(daemon, buffers, metadata=ASKED, options=identity_alone)

    assert read == plain_rows
    assert sent > 0.9 * plain


def test_a_compression_that_is_not_known_is_refused(daemon, buffers):
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_METADATA") as details:
        list(daemon.jobs.ReadFeatures(jobs_pb2.ReadFeaturesRequest(name=buffers),
                                      metadata=[("geotask-compression", "zstd")], timeout=300))
    assert details[0].given == "zstd"


def test_requests_may_be_compressed(daemon, buffers):
    with grpc.insecure_channel(daemon.address, compression=grpc.Compression.Gzip) as channel:
        job = jobs_pb2_grpc.JobsStub(channel).GetJob(
            jobs_pb2.GetJobRequest(name=buffers), timeout=300)
    assert job.name == buffers
