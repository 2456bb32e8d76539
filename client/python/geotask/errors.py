# SPDX-License-Identifier: GPL-2.0-or-later
"""Errors: what a refused call or a failed job tells, as exceptions.

    try:
        server.buffer(roads, 500, unit="metres")
    except geotask.ResourceExhausted as error:
        time.sleep(error.retry_delay or 1)
    except geotask.GeotaskError as error:
        print(error.reason, error.remedy)   # UNKNOWN_LAYER, what to do about it

Programs decide by `reason`, which stays the same from release to release; `message` is for people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Optional, Type

if TYPE_CHECKING:
    from geotask.v1 import error_pb2


class GeotaskError(Exception):
    """Something that geotaskd, or this package on its behalf, could not do.

    code: the status code of gRPC by its name, `NOT_FOUND`.
    message: a sentence for people.
    reason, field, given, accepted, remedy: as `geotask.v1.ErrorDetail`; empty when unknown.
    retry_delay: seconds after which a retry makes sense; None when a retry alone cannot help.
    """

    default_code = "UNKNOWN"

    def __init__(
        self,
        message: str = "",
        *,
        code: Optional[str] = None,
        reason: str = "",
        field: str = "",
        given: str = "",
        accepted: str = "",
        remedy: str = "",
        retry_delay: Optional[float] = None,
    ) -> None:
        super().__init__(message)
        self.code = code or self.default_code
        self.message = message
        self.reason = reason
        self.field = field
        self.given = given
        self.accepted = accepted
        self.remedy = remedy
        self.retry_delay = retry_delay

    def __str__(self) -> str:
        text = self.message or self.code
        if self.accepted and self.accepted not in text:
            text = f"{text} Accepted: {self.accepted}."
        if self.remedy and self.remedy not in text:
            text = f"{text} {self.remedy}"
        return f"{text} [{self.reason}]" if self.reason else f"{text} [{self.code}]"

    def __reduce__(self) -> Any:
        return (_rebuild, (type(self), dict(self.__dict__)))


def _rebuild(kind: Type[GeotaskError], members: Dict[str, Any]) -> GeotaskError:
    error = kind(members.get("message", ""))
    error.__dict__.update(members)
    return error


class Cancelled(GeotaskError):
    """The call was cancelled on this side."""

    default_code = "CANCELLED"


class InvalidArgument(GeotaskError):
    """Something given is wrong: `field` says what. Correct it."""

    default_code = "INVALID_ARGUMENT"


class DeadlineExceeded(GeotaskError):
    """The call took longer than it was given."""

    default_code = "DEADLINE_EXCEEDED"


class NotFound(GeotaskError):
    """There is no such job, dataset, algorithm, layer or output."""

    default_code = "NOT_FOUND"


class AlreadyExists(GeotaskError):
    """The id is taken."""

    default_code = "ALREADY_EXISTS"


class PermissionDenied(GeotaskError):
    """The operator of the server does not allow it; the remedy says what would."""

    default_code = "PERMISSION_DENIED"


class ResourceExhausted(GeotaskError):
    """Too much, or too many at a time; with `retry_delay` where waiting helps."""

    default_code = "RESOURCE_EXHAUSTED"


class FailedPrecondition(GeotaskError):
    """It cannot be done in the state that things are in."""

    default_code = "FAILED_PRECONDITION"


class Aborted(GeotaskError):
    """It was broken off: the job ended or began anew while its result was read."""

    default_code = "ABORTED"


class OutOfRange(GeotaskError):
    """A place beyond the end, or an event that is no longer kept."""

    default_code = "OUT_OF_RANGE"


class Internal(GeotaskError):
    """A defect of the server. Report it."""

    default_code = "INTERNAL"


class Unavailable(GeotaskError):
    """The server does not answer, is starting or goes down."""

    default_code = "UNAVAILABLE"


class DataLoss(GeotaskError):
    """What came is not what was sent."""

    default_code = "DATA_LOSS"


class Unauthenticated(GeotaskError):
    """The server does not know who calls."""

    default_code = "UNAUTHENTICATED"


class JobFailed(GeotaskError):
    """A job ended FAILED. `job` is the Job."""

    default_code = "JOB_FAILED"
    job: Any = None


class JobCancelled(GeotaskError):
    """A job ended CANCELLED. `job` is the Job."""

    default_code = "JOB_CANCELLED"
    job: Any = None


# The status codes of gRPC by their numbers.
CODES = (
    "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND",
    "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED",
    "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
)

_KINDS: Dict[str, Type[GeotaskError]] = {
    kind.default_code: kind
    for kind in (
        Cancelled, InvalidArgument, DeadlineExceeded, NotFound, AlreadyExists, PermissionDenied,
        ResourceExhausted, FailedPrecondition, Aborted, OutOfRange, Internal, Unavailable, DataLoss,
        Unauthenticated,
    )
}


def from_status(code: int, message: str, details_bin: Optional[bytes] = None) -> GeotaskError:
    """The exception for the status of a failed call.

    `code` is the number of the status, `details_bin` what the trailer `grpc-status-details-bin`
    carried, decoded from base64.
    """
    name = CODES[code] if 0 <= code < len(CODES) else "UNKNOWN"
    error = _KINDS.get(name, GeotaskError)(message, code=name)
    detail = _detail(details_bin)
    if detail is not None:
        fill(error, detail)
    return error


def fill(error: GeotaskError, detail: error_pb2.ErrorDetail) -> None:
    """Takes over what an ErrorDetail tells."""
    error.reason = detail.reason
    error.field = detail.field
    error.given = detail.given
    error.accepted = detail.accepted
    error.remedy = detail.remedy
    if detail.HasField("retry_delay"):
        error.retry_delay = detail.retry_delay.seconds + detail.retry_delay.nanos / 1e9


def _detail(details_bin: Optional[bytes]) -> Optional[error_pb2.ErrorDetail]:
    from google.protobuf.message import DecodeError

    from geotask.v1 import error_pb2

    if not details_bin:
        return None
    try:
        status = error_pb2.StatusDetails.FromString(details_bin)
        for packed in status.details:
            detail = error_pb2.ErrorDetail()
            if packed.Unpack(detail):
                return detail
    except DecodeError:
        pass  # What another server put there says nothing to us.
    return None
