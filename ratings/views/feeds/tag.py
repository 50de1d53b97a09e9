"""Names of entries that never change (tag URIs, RFC 4151)."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from django.conf import settings

SINCE = "2026"
"""The year from which on whoever has the site's host name gives these names."""


def tag(name: str) -> str:
    """`tag:example.org,2026:inspection/kent-…`."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"tag:{host},{SINCE}:{quote(name)}"
