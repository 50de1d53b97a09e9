"""The files of deploy/, as far as this machine's own checkers and plain reading can judge them.

hadolint and Caddy are not to be had here: their files are only read.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
from itertools import accumulate
from pathlib import Path

import pytest

from ratings.importing.readers import Limits
from tests.operations.serving import ROOT, programs

DEPLOY = ROOT / "deploy"
UNIT = DEPLOY / "ratings-over-time.service"
SYSTEMD = programs("systemd-analyze")
FORWARDED = ("X-Forwarded-Proto", "X-Forwarded-For", "X-Request-ID")
CLEARED = ("X-Forwarded-Host", "Forwarded")


def text(name: str) -> str:
    return (DEPLOY / name).read_text()


@pytest.mark.skipif(SYSTEMD is None, reason="systemd-analyze is not installed")
def test_systemd_has_nothing_to_say_of_the_unit_and_finds_little_exposed(tmp_path: Path) -> None:
    """With a program that is here in place of that of the deployment."""
    assert SYSTEMD
    unit = tmp_path / UNIT.name
    unit.write_text(
        UNIT.read_text().replace("/opt/ratings-over-time/.venv/bin/gunicorn", "/bin/true")
    )
    verified = said([*SYSTEMD, "verify", "--man=no", str(unit)])
    assert [line for line in verified.splitlines() if UNIT.name in line] == []
    told = said([*SYSTEMD, "security", "--offline=true", "--no-pager", str(UNIT)])
    found = re.search(r"Overall exposure level.*?: (\d+\.\d)", told)
    assert found, told
    assert float(found[1]) <= 2.5


def said(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.mark.parametrize("name", ["manage", "start"])
def test_scripts_are_plain_shell_and_can_be_run(name: str) -> None:
    path = DEPLOY / name
    assert path.stat().st_mode & 0o111
    assert path.read_text().startswith("#!/bin/sh\n")
    subprocess.run(["sh", "-n", str(path)], check=True)


def test_manage_runs_a_command_as_the_service_would(tmp_path: Path) -> None:
    settings = tmp_path / "settings.env"
    settings.write_text(
        "# the settings\nSECRET_KEY=only-for-this-test-0123456789-0123456789-0123456789\n"
        "ALLOWED_HOSTS=a.example.org,b.example.org\nRATINGS_CONTACT=a man with = and spaces"
    )
    here = tmp_path / "site"
    (here / "deploy").mkdir(parents=True)
    (here / ".venv" / "bin").mkdir(parents=True)
    python = here / ".venv" / "bin" / "python"
    python.write_text('#!/bin/sh\necho "$ALLOWED_HOSTS|$RATINGS_CONTACT|$*"\n')
    python.chmod(0o755)
    manage = Path(shutil.copy(DEPLOY / "manage", here / "deploy" / "manage"))
    user = pwd.getpwuid(os.geteuid()).pw_name
    given = os.environ | {"SETTINGS": str(settings), "SITE_USER": user}
    said = subprocess.run([manage, "check", "--deploy"], env=given, capture_output=True, check=True)
    assert said.stdout.decode() == (
        "a.example.org,b.example.org|a man with = and spaces|manage.py check --deploy\n"
    )
    missing = given | {"SETTINGS": str(tmp_path / "none")}
    refused = subprocess.run([manage, "check"], env=missing, capture_output=True, check=False)
    assert b"cannot be read" in refused.stderr


def test_the_container_runs_as_nobody_special_with_no_secret_in_it() -> None:
    lines = text("Containerfile")
    last = lines.rpartition("\nFROM ")[2]
    assert re.search(r"^USER 10001:10001$", last, re.M)
    assert re.search(r"^HEALTHCHECK .*(\\\n.*)?/readyz", last, re.M)
    assert last.index("USER ") < last.index("ENTRYPOINT")
    assert not re.search(r"^(ENV|ARG).*(SECRET|PASSWORD)", lines, re.M | re.I)
    assert all(":3.11-" in line for line in re.findall(r"^FROM .*", lines, re.M))
    assert re.findall(r"^ADD |:latest|curl|sudo", lines, re.M) == []
    copied = set(re.findall(r"^COPY ([\w.]+)", lines, re.M)) - {"--from"}
    assert all((ROOT / name).exists() for name in copied)
    ignored = text("Containerfile.dockerignore").splitlines()
    assert ignored[1] == "*"
    assert copied <= {line[1:] for line in ignored if line.startswith("!")}


def test_both_proxies_write_what_the_site_believes_and_clear_the_rest() -> None:
    nginx, caddy = text("nginx.conf"), text("Caddyfile")
    for name in FORWARDED:
        assert re.search(rf"proxy_set_header {name} \$\w+;", nginx)
        assert re.search(rf"header_up {name} \{{\S+\}}", caddy)
    for name in CLEARED:
        assert f'proxy_set_header {name} "";' in nginx
        assert f"header_up -{name}" in caddy


def test_both_proxies_let_the_largest_import_through_and_wait_for_the_site() -> None:
    both = text("nginx.conf") + text("Caddyfile")
    (megabytes,) = set(re.findall(r"(?:max_body_size |max_size )(\d+)", both))
    assert Limits().file_bytes + 1_000_000 < int(megabytes) * 1_000_000
    timeout = int(re.search(r"^timeout = (\d+)", text("gunicorn.conf.py"), re.M)[1])
    for name, pattern in [
        ("nginx.conf", r"proxy_read_timeout (\d+)s"),
        ("Caddyfile", r"response_header_timeout (\d+)s"),
    ]:
        assert int(re.search(pattern, text(name))[1]) > timeout


def test_nginx_makes_the_folder_of_its_cache_by_itself() -> None:
    """It makes one folder, not the one above: Debian's nginx has no /var/cache/nginx."""
    (place,) = re.findall(r"^proxy_cache_path (\S+)", text("nginx.conf"), re.MULTILINE)
    assert Path(place).parent == Path("/var/cache")
    assert place in (ROOT / "docs" / "operators-guide.md").read_text()


def test_the_caddyfile_opens_and_closes_its_braces() -> None:
    lines = [line.split() for line in text("Caddyfile").splitlines()]
    depths = list(accumulate((line[-1:] == ["{"]) - (line == ["}"]) for line in lines))
    assert min(depths) == depths[-1] == 0


def test_the_settings_that_are_shipped_are_ones_the_site_knows() -> None:
    known = (ROOT / "ratings/settings.py").read_text() + (ROOT / "ratings/env.py").read_text()
    known += text("gunicorn.conf.py")
    names = set(re.findall(r"^#?([A-Z_]+)=", text("ratings-over-time.env"), re.M))
    assert "SECRET_KEY" not in names
    assert {name for name in names if f'"{name}"' not in known} == set()
