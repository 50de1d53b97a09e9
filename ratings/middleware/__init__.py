"""What stands around every view: kept pages, plain refusals, headers."""

from ratings.middleware.conditional import ConditionalPages
from ratings.middleware.headers import SecurityHeaders
from ratings.middleware.refusals import Refusals

__all__ = ["ConditionalPages", "Refusals", "SecurityHeaders"]
