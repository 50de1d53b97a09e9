"""The site as it is deployed: gunicorn with deploy/gunicorn.conf.py, in a process of its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import (
    HTTPCookieProcessor,
    HTTPRedirectHandler,
    HTTPSHandler,
    Request,
    build_opener,
)

from benchmarks.workers import free_port

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "heron-canal-violet-93"
PATIENCE = 300
"""Seconds after which what has not happened will not: no measure of how fast anything is."""


def environment(database: str, **more: str) -> dict[str, str]:
    """What a process of the site is given: nothing of this one's but what it needs to run."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    mine = {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "SECRET_KEY": "only-for-these-tests-0123456789-0123456789-0123456789",
        "PYTHONWARNINGS": "error",
    }
    return kept | mine | more


def manage(database: str, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment(database, **more),
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def managed(database: str, *arguments: str, **more: str) -> str:
    """The same, where it has to go well; what it says."""
    done = manage(database, *arguments, **more)
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass
class Browser:
    """Asks, keeps cookies, follows nothing; trusts the certificate it is given."""

    base: str
    certificate: Path | None = None
    jar: CookieJar = field(default_factory=CookieJar)

    def ask(self, path: str, data: dict[str, str] | bytes | None = None, **headers: str) -> Answer:
        context = ssl.create_default_context(cafile=self.certificate) if self.certificate else None
        opener = build_opener(HTTPCookieProcessor(self.jar), _Stay, HTTPSHandler(context=context))
        body = urlencode(data).encode() if isinstance(data, dict) else data
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = Request(path if "://" in path else self.base + path, body, named)
        try:
            with opener.open(request, timeout=PATIENCE) as response:
                return _answer(response)
        except HTTPError as response:
            with response:
                return _answer(response)

    def sign_in(self, name: str, password: str, **headers: str) -> Answer:
        page = self.ask("/admin/login/", **headers)
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
        assert found, page.text[:300]
        form = {"username": name, "password": password, "csrfmiddlewaretoken": found[1]}
        return self.ask("/admin/login/", form, Referer=f"{self.base}/admin/login/", **headers)


def _answer(response: Any) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status, headers, response.read())


@dataclass
class Site:
    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def browser(self) -> Browser:
        return Browser(f"http://127.0.0.1:{self.port}")

    def ask(self, path: str, data: dict[str, str] | bytes | None = None, **headers: str) -> Answer:
        return self.browser.ask(path, data, **headers)

    def lines(self) -> list[dict[str, Any]]:
        """Everything on stderr; each line has to be JSON."""
        return [json.loads(line) for line in self.log.read_text().splitlines()]


@contextmanager
def serving(database: str, folder: Path, **more: str) -> Iterator[Site]:
    """The site on a port of its own until the end of the block."""
    port, log = free_port(), folder / f"log-{time.monotonic_ns()}"
    given = environment(database, BIND=f"127.0.0.1:{port}", **{"WORKERS": "1", **more})
    command = [str(Path(sys.executable).parent / "gunicorn"), "--config", "deploy/gunicorn.conf.py",
               "ratings.wsgi:application"]  # fmt: skip
    with log.open("wb") as errors:
        process = subprocess.Popen(command, cwd=ROOT, env=given, stderr=errors)
    site = Site(process, port, log)
    try:
        _wait_for(site)
        yield site
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE)


def _wait_for(site: Site) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert site.process.poll() is None, site.log.read_text()
        try:
            if site.ask("/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(site.log.read_text())


def programs(*names: str) -> list[str] | None:
    """Where programs are, those of PostgreSQL also in Debian's folder; None where one is not."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    places = ":".join([os.environ.get("PATH", ""), "/usr/sbin", *map(str, folders)])
    found = [shutil.which(name, path=places) for name in names]
    return [path for path in found if path] if all(found) else None
