"""nginx before gunicorn, with the configuration that is shipped: HTTPS, cookies, 304, spoofing.

Only names, ports, paths and the certificate are replaced. Skipped, visibly, without nginx.
"""

from __future__ import annotations

import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.workers import free_port
from tests.operations.serving import (
    PASSWORD,
    PATIENCE,
    ROOT,
    Answer,
    Browser,
    Site,
    programs,
    serving,
)

FOUND = programs("nginx", "openssl")
pytestmark = pytest.mark.skipif(FOUND is None, reason="nginx and openssl are not installed")

HELD = 2
"""Seconds for which nginx may hold a page."""


@dataclass
class Front:
    """nginx with the site behind it."""

    site: Site
    folder: Path
    http: int
    https: int

    @property
    def certificate(self) -> Path:
        return self.folder / "cert.pem"

    @property
    def browser(self) -> Browser:
        return Browser(f"https://127.0.0.1:{self.https}", self.certificate)


def shipped(folder: Path, http: int, https: int, upstream: int) -> str:
    """deploy/nginx.conf for this folder and these ports, with its cache switched on."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    cache = (ROOT / "deploy" / "nginx-cache.conf").read_text()
    for old, new in [
        (r"\n *listen \[::\][^\n]*", ""),
        (r"listen 80;", f"listen 127.0.0.1:{http};"),
        (r"listen 443 ssl", f"listen 127.0.0.1:{https} ssl"),
        (r"return 301 https://ratings\.example\.org", f"return 301 https://127.0.0.1:{https}"),
        (r"/etc/letsencrypt\S*/fullchain\.pem", str(folder / "cert.pem")),
        (r"/etc/letsencrypt\S*/privkey\.pem", str(folder / "key.pem")),
        (r"ratings\.example\.org", "127.0.0.1"),
        (r"server unix:\S+", f"server 127.0.0.1:{upstream}"),
        (r"/var/cache/nginx-", f"{folder}/cache-"),
        (r"/var/log/nginx/", f"{folder}/"),
        (r"Host \$host;", f"Host $host:{https};"),
        (r"#include /etc/nginx/snippets/ratings-cache\.conf;", cache.replace("\\", "")),
    ]:
        text, count = re.subn(old, lambda _, new=new: new, text)
        assert count, f"deploy/nginx.conf has no {old}"
    return (
        f"daemon off; pid {folder}/pid; error_log stderr; worker_processes 1;\n"
        f"{'user root;' if Path('/proc/self').stat().st_uid == 0 else ''}\n"
        f"events {{}}\nhttp {{\n"
        f"client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;\n"
        f"fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;\n"
        f"{text}\n}}\n"
    )


def certify(folder: Path) -> None:
    assert FOUND
    subprocess.run(
        [FOUND[1], "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")],
        check=True, capture_output=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def front(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("nginx")
    certify(folder)
    http, https = free_port(), free_port()
    deployed = {"BEHIND_HTTPS": "1", "TRUST_PROXY_HEADER": "1", "CDN_SECONDS": str(HELD)}
    database = shutil.copy(filled, folder / "ratings.sqlite3")
    with serving(f"sqlite:///{database}", folder, **deployed) as site:
        conf = folder / "nginx.conf"
        conf.write_text(shipped(folder, http, https, site.port))
        assert FOUND
        looked = subprocess.run(
            [FOUND[0], "-t", "-c", str(conf)], capture_output=True, text=True, check=False
        )
        assert looked.returncode == 0, looked.stderr
        assert "warn" not in looked.stderr
        with (folder / "nginx-errors").open("wb") as errors:
            process = subprocess.Popen([FOUND[0], "-c", str(conf)], stderr=errors)
        try:
            wait_until(lambda: listens(https))
            yield Front(site, folder, http, https)
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


def listens(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def wait_until(holds: Callable[[], bool]) -> None:
    """nginx begins to listen, forgets a page, and writes its log, in its own time."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "nginx did not do it"
        time.sleep(0.1)


def test_http_leads_to_https_and_https_says_to_stay(front: Front) -> None:
    plain = Browser(f"http://127.0.0.1:{front.http}").ask("/authorities/?q=kent")
    assert plain.status == 301
    assert plain.headers["location"] == f"https://127.0.0.1:{front.https}/authorities/?q=kent"
    page = front.browser.ask("/authorities/kent/")
    assert page.status == 200
    assert page.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


def test_pages_come_packed_and_who_has_one_gets_304(front: Front) -> None:
    packed = front.browser.ask("/about/", Accept_Encoding="br, gzip")
    assert packed.headers["content-encoding"] == "br"
    assert packed.headers["vary"] == "Accept-Encoding"
    known = front.browser.ask(
        "/about/", Accept_Encoding="br, gzip", If_None_Match=packed.headers["etag"]
    )
    assert (known.status, known.body) == (304, b"")
    plain = front.browser.ask("/about/")
    assert "content-encoding" not in plain.headers
    assert b"<h1" in plain.body


def test_nginx_holds_a_page_as_long_as_the_site_says(front: Front) -> None:
    first = front.browser.ask("/due/")
    assert first.headers["x-cache"] == "MISS"
    assert when_it_says(front, "/due/", "HIT").body == first.body
    when_it_says(front, "/due/", "STALE", "REVALIDATED", "EXPIRED")
    for private in ("/admin/login/", "/nowhere/"):
        answers = [front.browser.ask(private) for _ in range(2)]
        assert "HIT" not in {answer.headers.get("x-cache") for answer in answers}


def test_readers_of_a_shared_link_get_one_held_page(front: Front) -> None:
    plain = when_it_says(front, "/figures/", "HIT")
    for number in range(3):
        shared = front.browser.ask(f"/figures/?fbclid={number}&utm_source=x")
        assert shared.headers["x-cache"] != "MISS"
        assert (shared.status, shared.body) == (200, plain.body)
    for _ in range(2):
        beside = front.browser.ask("/figures/?as_at=2020-01-01&fbclid=x")
        assert (beside.status, beside.headers["x-cache"]) == (200, "MISS")


def when_it_says(front: Front, path: str, *wanted: str) -> Answer:
    """The first answer that nginx marks so: it holds a page and forgets it on a clock of its own,
    and however slow this machine is, two answers come within that time some time or other."""
    found: list[Answer] = []

    def is_said() -> bool:
        found.append(front.browser.ask(path))
        return found[-1].headers["x-cache"] in wanted

    wait_until(is_said)
    return found[-1]


def test_a_keeper_signs_in_with_cookies_that_stay_on_https(front: Front) -> None:
    browser = front.browser
    answer = browser.sign_in("keeper", PASSWORD)
    assert answer.status == 302, answer.text[:500]
    cookies = {cookie.name: cookie for cookie in browser.jar}
    assert cookies["sessionid"].secure
    assert cookies["csrftoken"].secure
    desk = browser.ask("/admin/")
    assert desk.status == 200
    assert "private" in desk.headers["cache-control"]


def test_what_a_client_says_of_itself_is_not_believed(front: Front) -> None:
    lies = {
        "X_Forwarded_Proto": "http", "X_Forwarded_Protocol": "ssl", "X_Forwarded_Ssl": "on",
        "X_Forwarded_Host": "evil.example", "X_Forwarded_For": "6.6.6.6",
        "Forwarded": "for=6.6.6.6;proto=http;host=evil.example",
        "X_Request_ID": "of-the-client-1", "X_Script_Name": "/evil",
    }  # fmt: skip
    answer = front.browser.ask("/inspections/", **lies)
    assert answer.status == 200  # not sent to HTTPS, where it is already
    assert "evil" not in answer.text
    assert answer.headers["x-request-id"] != "of-the-client-1"
    assert front.browser.ask("/inspections/", Host="evil.example").status == 400
    past = front.site.ask("/authorities/kent/")  # past the proxy, by plain HTTP
    assert past.status == 301
    assert past.headers["location"].startswith("https://")


def test_the_throttle_counts_the_address_that_nginx_saw(front: Front) -> None:
    for number in range(5):
        forged = f"6.6.6.{number}"
        answer = front.browser.sign_in("nobody", "wrong", X_Forwarded_For=forged)
    assert answer.status == 429


def test_an_import_fits_and_more_does_not(front: Front) -> None:
    browser = front.browser
    assert browser.ask("/admin/", b"x" * 21_000_000).status == 403  # the site's own: no token
    assert told_of(front, 25_200_000).startswith(b"HTTP/1.1 413 ")


def told_of(front: Front, size: int) -> bytes:
    """What nginx says to who only announces so many bytes: it waits for none of them, and would
    cut off whoever were still sending."""
    context = ssl.create_default_context(cafile=front.certificate)
    with (
        socket.create_connection(("127.0.0.1", front.https), timeout=PATIENCE) as plain,
        context.wrap_socket(plain, server_hostname="127.0.0.1") as sender,
    ):
        head = f"POST /admin/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {size}\r\n\r\n"
        sender.sendall(head.encode())
        return sender.recv(100)


def test_probes_are_for_this_machine_and_lines_hold_no_address(front: Front) -> None:
    assert front.browser.ask("/readyz").text == "ready\n"
    front.browser.ask("/authorities/?q=somebody-there")
    log = front.folder / "ratings-over-time.log"
    wait_until(lambda: '"path":"/authorities/"' in log.read_text())
    text = log.read_text()
    assert "somebody-there" not in text
    assert "127.0.0.1" not in text


def test_while_the_site_is_away_readers_are_told_or_get_the_last_page(front: Front) -> None:
    before = front.browser.ask("/questions/")
    assert before.status == 200
    front.site.process.terminate()
    front.site.process.wait(timeout=PATIENCE)
    held = when_it_says(front, "/questions/", "STALE")
    assert (held.status, held.body) == (200, before.body)
    away = front.browser.ask("/admin/")
    assert away.status == 503
    assert away.headers["retry-after"] == "30"
    assert "away for a moment" in away.text
