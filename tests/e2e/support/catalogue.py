# SPDX-License-Identifier: GPL-2.0-or-later
"""The calls of the service Algorithms.

    catalogue = Catalogue(daemon)
    buffer = catalogue.get("native:buffer")
"""

import grpc

import support.stubs  # noqa: F401
from geotask.v1 import algorithms_pb2, algorithms_pb2_grpc
from support.daemon import DEADLINE, MAX_MESSAGE_BYTES
from support.eventually import eventually


class Catalogue:
    """The service Algorithms of a daemon; waits until the daemon knows its algorithms."""

    def __init__(self, daemon):
        self.stub = algorithms_pb2_grpc.AlgorithmsStub(daemon.channel)
        eventually(self.known)

    def known(self):
        try:
            self.page(page_size=1)
        except grpc.RpcError as error:
            assert error.code() == grpc.StatusCode.UNAVAILABLE, error
            return False
        return True

    def page(self, **filters):
        request = algorithms_pb2.ListAlgorithmsRequest(**filters)
        return self.stub.ListAlgorithms(request, timeout=DEADLINE)

    def list(self, **filters):
        """All that match, by id."""
        found, token = [], ""
        while True:
            page = self.page(page_token=token, **filters)
            assert page.ByteSize() <= MAX_MESSAGE_BYTES
            found += page.algorithms
            token = page.next_page_token
            if not token:
                return {each.id: each for each in found}

    def get(self, algorithm):
        request = algorithms_pb2.GetAlgorithmRequest(name=f"algorithms/{algorithm}")
        return self.stub.GetAlgorithm(request, timeout=DEADLINE)
