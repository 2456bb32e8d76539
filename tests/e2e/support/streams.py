# SPDX-License-Identifier: GPL-2.0-or-later
"""Rows as the messages of an upload.

    in_messages(jobs_pb2.SubmitJobWithFeaturesRequest, features, submit=request)
    in_messages(datasets_pb2.UploadDatasetRequest, features, header=header)
"""

import support.stubs  # noqa: F401
from geotask.v1 import feature_pb2
from support.daemon import MAX_MESSAGE_BYTES


def in_messages(message_type, features, limit=MAX_MESSAGE_BYTES // 2, **first):
    """The first message, batches of at most `limit` bytes, larger rows in pieces, and the end."""
    yield message_type(**first)
    batch, size = feature_pb2.FeatureBatch(), 0
    sent = 0
    for feature in features:
        sent += 1
        feature_size = feature.ByteSize()
        if batch.features and size + feature_size > limit:
            yield message_type(batch=batch)
            batch, size = feature_pb2.FeatureBatch(), 0
        if feature_size > limit:
            for piece in pieces(feature, limit):
                yield message_type(piece=piece)
            continue
        batch.features.append(feature)
        size += feature_size
    if batch.features:
        yield message_type(batch=batch)
    yield message_type(end=feature_pb2.FeaturesEnd(feature_count=sent))


def pieces(feature, limit):
    """A row cut into pieces of at most `limit` bytes."""
    data = feature.SerializeToString()
    count = -(-len(data) // limit)
    for index in range(count):
        part = data[index * limit : (index + 1) * limit]
        yield feature_pb2.FeaturePiece(index=index, count=count, data=part)
