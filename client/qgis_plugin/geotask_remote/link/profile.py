# SPDX-License-Identifier: GPL-2.0-or-later
"""What tells this profile of QGIS from others: an id, made once, that goes with each of its jobs.

    spec = JobSpec(labels=job_labels())          # main thread, the first time
    ours = is_ours(job)
"""

import functools
import uuid

from qgis.core import QgsSettings

LABEL = "qgis-profile"
_KEY = "geotask_remote/profile"


@functools.lru_cache(maxsize=None)
def profile_id():
    settings = QgsSettings()
    known = settings.value(_KEY, "", str)
    if not known:
        known = uuid.uuid4().hex
        settings.setValue(_KEY, known)
    return known


def job_labels():
    """Labels of a job that is submitted here."""
    return {"client": "qgis", LABEL: profile_id()}


def is_ours(job):
    """Whether a geotask.v1.Job was submitted from this profile."""
    return job.spec.labels.get(LABEL) == profile_id()
