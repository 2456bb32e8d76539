# SPDX-License-Identifier: GPL-2.0-or-later
"""Calls of Features.Transform.

    answer = transform(daemon, schema, features, [operation(centroid={})])
"""

import support.stubs  # noqa: F401
from geotask.v1 import features_pb2, transform_pb2
from support.daemon import DEADLINE
from support.feature_calls import collect
from support.streams import in_messages


def operation(**member):
    """operation(simplify={"tolerance": 2})"""
    return transform_pb2.Transform.Operation(**member)


def start(schema, operations, **options):
    chain = transform_pb2.Transform(operations=operations)
    return features_pb2.TransformStart(transform=chain, schema=schema, **options)


def call(daemon, first, features):
    messages = in_messages(features_pb2.TransformRequest, features, start=first)
    return daemon.features.Transform(messages, timeout=DEADLINE)


def transform(daemon, schema, features, operations, **options):
    """Streams rows in and results out."""
    return collect(call(daemon, start(schema, operations, **options), features))
