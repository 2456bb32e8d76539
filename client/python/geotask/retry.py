# SPDX-License-Identifier: GPL-2.0-or-later
"""When a call that failed is made again: only after UNAVAILABLE (nobody there, starting, draining,
connection lost), a few times, each wait twice as long as the one before, or as long as the server
asks. Each submit and each upload carries a `request_id`, so a repeat makes nothing twice.

    client = Client("127.0.0.1:9090", retry=RetryPolicy(attempts=1))    # never again
"""

from __future__ import annotations

import dataclasses
from typing import Optional

from geotask.errors import GeotaskError


@dataclasses.dataclass(frozen=True)
class RetryPolicy:
    """Times are in seconds."""

    attempts: int = 4  # In all, at least 1.
    first_wait: float = 0.2  # Before the second attempt.
    longest_wait: float = 10.0  # Bounds the server's wishes too.
    call_deadline: float = 30.0  # Of one unary call.
    # How long to wait for a server that has just started to learn which algorithms it has.
    start_wait: float = 60.0


class Retry:
    """Counts the attempts of one call."""

    def __init__(self, policy: RetryPolicy) -> None:
        self._policy = policy
        self._failed = 0
        self._waited_for_start = 0.0

    def next(self, error: GeotaskError) -> Optional[float]:
        """How long to wait before the next attempt; None when there is none."""
        policy = self._policy
        if error.code != "UNAVAILABLE":
            return None
        if error.reason == "CATALOGUE_NOT_READY" and self._waited_for_start < policy.start_wait:
            wished = policy.first_wait if error.retry_delay is None else error.retry_delay
            wait = min(wished, policy.longest_wait)
            self._waited_for_start += max(wait, policy.first_wait)
            return wait
        self._failed += 1
        if self._failed >= policy.attempts:
            return None
        doubled = policy.first_wait * 2 ** min(self._failed - 1, 20)
        return min(max(doubled, error.retry_delay or 0.0), policy.longest_wait)

    def reset(self) -> None:
        """The call came on: the attempts count from one again."""
        self._failed = 0
