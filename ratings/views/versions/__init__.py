"""The versions of the data: when each came, and what it changed."""

from ratings.views.versions.data import version_csv, version_json, versions_csv, versions_json
from ratings.views.versions.page import version, versions

__all__ = [
    "version",
    "version_csv",
    "version_json",
    "versions",
    "versions_csv",
    "versions_json",
]
