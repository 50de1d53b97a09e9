"""The settings as a deployment, a laptop and an attacker meet them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

KEY = "c" * 30 + "0123456789-abcdefghijklmnopqrst"
DEPLOYED = {
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "ratings.example.org",
    "SITE_URL": "https://ratings.example.org",
    "BEHIND_HTTPS": "1",
    "TRUST_PROXY_HEADER": "1",
}


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A process of its own, with these variables and no others of the site's."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=settings.BASE_DIR,
        env=kept | {"DJANGO_SETTINGS_MODULE": "ratings.settings"} | environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def shown(names: str, **environment: str) -> str:
    """The values of settings, as printed by a process of its own."""
    code = f"from django.conf import settings as s; print(({names}))"
    result = python("-c", code, **environment)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def test_the_defaults_are_the_safe_ones(tmp_path: Path) -> None:
    found = shown("s.DEBUG, s.ALLOWED_HOSTS, s.SITE_URL", RATINGS_STATE_DIR=str(tmp_path))
    assert found == "(False, ['127.0.0.1', 'localhost', '[::1]'], 'http://127.0.0.1:8000')"
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_a_deployment_has_nothing_to_be_warned_of() -> None:
    result = python("manage.py", "check", "--deploy", "--fail-level", "WARNING", **DEPLOYED)
    assert result.returncode == 0, result.stderr
    assert "WARNING" not in result.stderr


def test_behind_https_cookies_and_pages_stay_on_https() -> None:
    names = (
        "s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS, s.SESSION_COOKIE_SECURE,"
        "s.CSRF_COOKIE_SECURE, s.SECURE_PROXY_SSL_HEADER"
    )
    proxy = "('HTTP_X_FORWARDED_PROTO', 'https')"
    assert shown(names, **DEPLOYED) == f"(True, 31536000, True, True, {proxy})"
    untrusting = DEPLOYED | {"TRUST_PROXY_HEADER": "0"}
    assert shown("s.SECURE_PROXY_SSL_HEADER", **untrusting) == "None"
    assert shown("s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS", SECRET_KEY=KEY) == "(False, 0)"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "maybe"),
        ("ALLOWED_HOSTS", "a,,b"),
        ("DATABASE_URL", "rubbish"),
        ("PAGE_CACHE_BYTES", "lots"),
        ("CDN_SECONDS", "86400"),
        ("LOG_FORMAT", "xml"),
        ("LOG_LEVEL", "LOUD"),
        ("RATINGS_TODAY", "today"),
        ("SITE_URL", "nowhere"),
    ],
)
def test_nonsense_stops_the_start_with_a_sentence(name: str, value: str) -> None:
    result = python("manage.py", "check", SECRET_KEY=KEY, **{name: value})
    assert result.returncode != 0
    assert f"{name} is {value!r}, but it has to be" in result.stderr


@pytest.mark.django_db
def test_every_page_is_told_to_browsers_as_strictly_as_possible(client: Client) -> None:
    answer = client.get("/admin/login/")
    assert set(answer["Content-Security-Policy"].split("; ")) == {
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    }
    assert answer["Permissions-Policy"].startswith("camera=()")
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
