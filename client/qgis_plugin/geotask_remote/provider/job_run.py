# SPDX-License-Identifier: GPL-2.0-or-later
"""Submits a job, follows it to its end, and cancels it on the server when the user cancels."""

from geotask.errors import (
    DeadlineExceeded,
    FailedPrecondition,
    GeotaskError,
    NotFound,
    Unavailable,
)
from geotask.v1 import job_pb2, jobs_pb2
from qgis.core import QgsProcessingException

from ..link.texts import tr
from .waiting import GivenUp, Waiter

_PATIENCE = 5  # Seconds that the user waits for the answer to a cancel.


class JobRun:
    """One job. Used by the thread that calls run()."""

    def __init__(self, client, place, feedback):
        self._client = client
        self._place = place
        self._feedback = feedback
        self._waiter = Waiter(feedback)
        self._share = (0.0, 100.0)
        self._stage = 0
        self._state = 0

    def run(self, processing, labels, share=(0.0, 100.0)):
        """The job when it has SUCCEEDED. QgsProcessingException: it failed. GivenUp: a cancel.

        The job's progress moves the feedback's within `share`, in percent.
        """
        self._share = share
        job = self._submit(processing, labels)
        self._feedback.pushInfo(tr("{} on {}").format(job.name, self._place))
        try:
            job = self._follow(job)
        except GivenUp:
            self._cancel(job.name)
            raise
        if job.state == job_pb2.JOB_STATE_SUCCEEDED:
            return job
        raise QgsProcessingException(_why(job))

    def _submit(self, processing, labels):
        spec = job_pb2.JobSpec(processing=processing, labels=labels)
        left = []

        def submit():
            job = self._client.submit_job(spec)
            if left:
                self._client.cancel_job(job.name)
            return job

        try:
            return self._waiter.call(submit)
        except GivenUp:
            left.append(True)
            raise

    def _follow(self, job):
        try:
            for event in self._waiter.each(lambda: self._client.watch_job(job.name, replay=True)):
                if event.HasField("job") and event.job.state >= job.state:
                    job = event.job
                self._tell(event)
        except (Unavailable, DeadlineExceeded) as error:
            raise self._lost(job, error) from error
        except NotFound as error:
            raise QgsProcessingException(tr(
                "{} is not known to {} any more: it was deleted, or the server was started anew. "
                "Run the algorithm again.").format(job.name, self._place)) from error
        return job

    def _lost(self, job, error):
        return QgsProcessingException(tr(
            "The connection to {} broke and could not be made again ({}). See whether the server "
            "is running. If it is, the job {} goes on: find it in the panel Remote jobs."
        ).format(self._place, error.message.rstrip("."), job.name))

    def _tell(self, event):
        if event.HasField("log"):
            self._tell_line(event.log)
        elif event.HasField("progress"):
            self._tell_progress(event.progress)
        elif event.HasField("job") and event.job.state > self._state:
            # The job as it is comes first, then what happened before.
            self._state = event.job.state
            if event.job.state == job_pb2.JOB_STATE_QUEUED:
                self._feedback.setProgressText(tr("Waiting for its turn"))
            elif event.job.state == job_pb2.JOB_STATE_RUNNING:
                self._tell_progress(event.job.progress)

    def _tell_line(self, line):
        if line.severity == jobs_pb2.LogLine.SEVERITY_ERROR:
            self._feedback.reportError(line.message)
        elif line.severity == jobs_pb2.LogLine.SEVERITY_WARNING:
            self._feedback.pushWarning(line.message)
        else:
            self._feedback.pushInfo(line.message)

    def _tell_progress(self, progress):
        if progress.HasField("fraction"):
            first, last = self._share
            self._feedback.setProgress(first + (last - first) * progress.fraction)
        if progress.stage != self._stage:
            self._stage = progress.stage
            if _stage_text(progress.stage):
                self._feedback.setProgressText(_stage_text(progress.stage))

    def _cancel(self, name):
        """Asks the server to cancel; does not wait for the job's end nor long for an answer."""
        self._feedback.pushInfo(tr("Cancelling {} on {}").format(name, self._place))
        try:
            Waiter(None).call(lambda: self._client.cancel_job(name), _PATIENCE)
        except FailedPrecondition:
            pass  # It had ended by then.
        except GeotaskError as error:
            self._feedback.reportError(str(error))


def _stage_text(stage):
    return {
        job_pb2.STAGE_STAGING: tr("The server prepares the inputs"),
        job_pb2.STAGE_PROCESSING: tr("The algorithm runs"),
        job_pb2.STAGE_COLLECTING: tr("The server collects the outputs"),
    }.get(stage, "")


def _why(job):
    said = job.error_message or tr("The job {} did not succeed.").format(job.name)
    told = [said.rstrip(".") + ".", job.error.remedy]
    return " ".join(filter(None, told))
