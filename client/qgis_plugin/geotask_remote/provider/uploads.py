# SPDX-License-Identifier: GPL-2.0-or-later
"""Sends inputs to the server, each as a dataset whose id is made of its content.

    uploads = Uploads(client, secret, labels, feedback)
    reference = uploads.reference(layer_input)      # "dataset:qgis-4f1c…"

An input that the server has already is not sent again, whoever asks for it in whatever session: the
id tells. A dataset that has expired there is sent anew. `secret` goes into the ids, so that nobody
else can put something in their place. Where the server is full, the older half of what carries `labels`
makes room.
"""

import hashlib
import os
import struct
import tempfile

from geotask.errors import AlreadyExists, NotFound, ResourceExhausted
from geotask.files import LocalFile

from ..link.texts import tr
from .inputs import FilesInput, RowsInput, TranslatedInput
from .waiting import GivenUp, Waiter

_IN_MEMORY = 16 << 20  # Bytes of rows beyond which they wait in a file.
_LOOK = 500  # Rows between looks at the cancel.
_DIGITS = 40
_CHUNK = 1 << 20
_LENGTH = struct.Struct("<I")


class Uploads:
    """For one call, on one thread."""

    def __init__(self, client, secret, labels, feedback):
        self._client = client
        self._labels = labels
        self._secret = secret.encode()
        self._feedback = feedback
        self._waiter = Waiter(feedback)
        self._references = {}

    def reference(self, wanted):
        """The reference of an input; uploads it if need be. GeotaskError, GivenUp."""
        if id(wanted) not in self._references:
            self._references[id(wanted)] = (wanted, self._send(wanted))
        return self._references[id(wanted)][1]

    def forget(self):
        """Looks again at what the server has: a dataset has gone in the meantime."""
        self._references.clear()

    def _send(self, wanted):
        if isinstance(wanted, RowsInput):
            return "dataset:" + self._send_rows(wanted)
        if isinstance(wanted, TranslatedInput):
            with tempfile.TemporaryDirectory(prefix="geotask-") as folder:
                wanted.write(folder)
                return "dataset:" + self._send_files(wanted)
        return "dataset:" + self._send_files(wanted) + wanted.suffix

    def _send_rows(self, wanted):
        self._feedback.setProgressText(tr("Reading {}").format(wanted.name))
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as spool:
            digest = self._digest(wanted.name, b"rows", wanted.schema.SerializeToString())
            count = 0
            for count, feature in enumerate(wanted.features(), 1):
                data = feature.SerializeToString()
                head = _LENGTH.pack(len(data))
                digest.update(head)
                digest.update(data)
                spool.write(head)
                spool.write(data)
                if count % _LOOK == 0:
                    self._waiter.check()
            stopped = []

            def rows():
                spool.seek(0)
                while True:
                    if stopped:
                        raise GivenUp
                    head = spool.read(_LENGTH.size)
                    if not head:
                        return
                    yield spool.read(_LENGTH.unpack(head)[0])

            said = tr("Sending {} ({} features)").format(wanted.name, count)
            return self._put(wanted.name, digest, said, stopped, lambda **options:
                             self._client.upload_rows(wanted.schema, rows, **options))

    def _send_files(self, wanted: FilesInput):
        digest = self._digest(wanted.name, b"files", b"")
        for path, name in wanted.files:
            digest.update(name.encode() + b"\0" + self._file_digest(path))
        files = [LocalFile(path, name) for path, name in wanted.files]
        size = sum(os.path.getsize(path) for path, _ in wanted.files)
        said = tr("Sending {} ({} kB)").format(wanted.name, max(1, size // 1000))
        stopped = []

        def sent(_):
            if stopped:
                raise GivenUp

        return self._put(wanted.name, digest, said, stopped, lambda **options:
                         self._client.upload_files(files, sent=sent, **options))

    def _put(self, name, digest, said, stopped, upload):
        dataset = "qgis-" + digest.hexdigest()[:_DIGITS]
        if self._has(dataset):
            self._feedback.pushInfo(tr("The server has {} already.").format(name))
            return dataset
        self._feedback.setProgressText(said)
        labels = {**self._labels, "layer-name": name.encode()[:255].decode(errors="ignore")}
        try:
            try:
                self._waiter.call(lambda: upload(dataset_id=dataset, labels=labels))
            except ResourceExhausted as error:
                if error.reason != "DATASETS_FULL" or not self._make_room():
                    raise
                self._waiter.call(lambda: upload(dataset_id=dataset, labels=labels))
        except AlreadyExists:
            pass  # The same content, sent by another call meanwhile.
        except GivenUp:
            stopped.append(True)
            raise
        return dataset

    def _make_room(self):
        """Deletes the older half of what this profile has sent there; whether there was any."""
        used = {reference.partition(":")[2].partition("|")[0].rstrip("/")
                for _, reference in self._references.values()}
        ours = [dataset.name for dataset in self._waiter.call(
                    lambda: list(self._client.list_datasets(labels=self._labels)))
                if dataset.name.partition("/")[2] not in used]
        for name in ours[len(ours) // 2:]:  # The newest come first.
            self._waiter.call(lambda name=name: self._client.delete_dataset(name))
        return bool(ours)

    def _has(self, dataset):
        try:
            self._waiter.call(lambda: self._client.get_dataset(dataset))
        except NotFound:
            return False
        return True

    def _digest(self, name, kind, more):
        digest = hashlib.sha256(self._secret)
        for part in (name.encode(), kind, more):
            digest.update(_LENGTH.pack(len(part)) + part)
        return digest

    def _file_digest(self, path):
        digest = hashlib.sha256()
        with open(path, "rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                self._waiter.check()
        return digest.digest()
