"""A client that asks as a browser does: HTTP/1.1, would keep the connection, takes brotli and gzip.

Sync workers close the connection after every answer, so each request opens one of its own; the
empty view's requests do, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from http.client import HTTPConnection

HEADERS = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) benchmark",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-GB,en;q=0.5",
    "Accept-Encoding": "gzip, deflate, br",
    "Connection": "keep-alive",
}
PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers by lower-case name, body as it came (compressed)."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(port: int, address: str, etag: str = "") -> Answer:
    """One request over a connection of its own, read to its end."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        known = {"If-None-Match": etag} if etag else {}
        connection.request("GET", address, headers=HEADERS | known)
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, headers, answer.read())
    finally:
        connection.close()
