"""What stands around every view: lines in the log, faults, kept pages, refusals, headers."""

from ratings.middleware.conditional import ConditionalPages
from ratings.middleware.cors import OpenData
from ratings.middleware.faults import Faults
from ratings.middleware.headers import SecurityHeaders
from ratings.middleware.probes import Probes
from ratings.middleware.refusals import Refusals
from ratings.middleware.requests import RequestLines
from ratings.middleware.shared_caches import SharedCaches

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
