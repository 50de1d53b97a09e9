"""Limit password guessing, per user name and IP address and per IP address in total."""

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
    """Axes' failed attempts per user name and IP address, plus a limit per IP address.

    The keepers in one office share an IP address: six of them can each use up the five attempts
    of their user name before all are locked out. Trying many names from one IP address reaches
    the same limit. Signing in resets only the failed attempts of that user name, so that nobody
    can guess without limit by signing in to an account of their own. No account is looked up:
    attempts count whether or not the user name exists.
    """

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Count failed attempts; an IP address at its limit counts as a name at its limit."""
        of_the_name: int = super().get_failures(request, credentials)
        about: Any = request
        tries = AccessAttempt.objects.filter(
            ip_address=about.axes_ip_address, attempt_time__gte=get_cool_off_threshold(about)
        )
        of_the_address = tries.aggregate(count=Sum("failures_since_start"))["count"] or 0
        if of_the_address >= MOST_OF_AN_ADDRESS:
            return max(of_the_name, settings.AXES_FAILURE_LIMIT)
        return of_the_name
