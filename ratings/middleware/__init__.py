"""What stands around every view: lines in the log, faults, kept pages, refusals, headers."""

from ratings.middleware.access_log import RequestLines
from ratings.middleware.bad_request import Refusals
from ratings.middleware.cdn import SharedCaches
from ratings.middleware.cors import OpenData
from ratings.middleware.database_errors import Faults, Probes
from ratings.middleware.headers import SecurityHeaders
from ratings.middleware.http_cache import ConditionalPages

__all__ = [
    "ConditionalPages",
    "Faults",
    "OpenData",
    "Probes",
    "Refusals",
    "RequestLines",
    "SecurityHeaders",
    "SharedCaches",
]
