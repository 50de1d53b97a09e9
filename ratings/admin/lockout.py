"""Guessing passwords is slowed down: a name from an address, and an address with any names."""

from __future__ import annotations

from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest

MOST_OF_AN_ADDRESS = 30


class LockoutHandler(AxesDatabaseHandler):
    """Bad tries, as axes counts them for a name from an address, and of the address beside that.

    An office has one address for all its keepers: six of them can each use up the five tries of
    their name before all of them wait. Whoever tries many names from one address gets no further
    than that either. Signing in takes away the bad tries of that name alone, so that nobody
    guesses for ever with an account of their own. No account is looked up: a name counts
    whether or not somebody has it.
    """

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """How many bad tries weigh on this one; an address that is full weighs as a full name."""
        of_the_name: int = super().get_failures(request, credentials)
        if _of_the_address(request) >= MOST_OF_AN_ADDRESS:
            return max(of_the_name, settings.AXES_FAILURE_LIMIT)
        return of_the_name


def _of_the_address(request: Any) -> int:
    tries = AccessAttempt.objects.filter(
        ip_address=request.axes_ip_address, attempt_time__gte=get_cool_off_threshold(request)
    )
    return tries.aggregate(count=Sum("failures_since_start"))["count"] or 0
