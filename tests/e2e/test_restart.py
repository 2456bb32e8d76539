# SPDX-License-Identifier: GPL-2.0-or-later
"""A new start on the same state directory: rows of the life before are gone, from the disk too."""

import grpc
import pytest

from support import datasets, rows
from support.calls import get, refused, submit, wait

ROWS = [rows.feature(f"POINT ({i} 0)", i) for i in range(1000)]


def stop_by_signal(daemon):
    daemon.channel.close()  # An idle client does not answer the farewell.
    assert daemon.stop() == 0


def kill(daemon):
    daemon.process.kill()
    daemon.process.wait()
    daemon.address_file.unlink()


@pytest.mark.parametrize("end", [stop_by_signal, kill])
def test_datasets_and_results_do_not_outlive_their_daemon(start, end):
    first = start()
    dataset = datasets.upload(first, rows.schema(), ROWS, dataset_id="before", request_id="r")
    job = wait(first, submit(first, datasets.as_input(dataset)).name)
    assert first.row_files()
    end(first)

    second = start()

    assert second.row_files() == []
    assert datasets.names(second) == []
    with refused(grpc.StatusCode.NOT_FOUND, "DATASET_NOT_FOUND", "name"):
        datasets.get(second, dataset.name)
    with refused(grpc.StatusCode.NOT_FOUND, "JOB_NOT_FOUND", "name"):
        get(second, job.name)
    other = rows.schema("EPSG:4326")
    again = datasets.upload(second, other, [], dataset_id="before", request_id="r")
    assert again.feature_count == 0
