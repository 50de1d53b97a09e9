"""plotly.js: from npm where it exists and is what it should be, else from the plotly package."""

import hashlib
import io
import subprocess
import tarfile
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from ratings.management.commands import fetch_plotly


@pytest.fixture
def target(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the file goes; npm is not installed."""
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(fetch_plotly.shutil, "which", lambda name: None)
    return tmp_path / "vendor" / "plotly.min.js"


def run(**options: Any) -> str:
    output = io.StringIO()
    call_command("fetch_plotly", stdout=output, **options)
    return output.getvalue()


def npm_that_packs(
    monkeypatch: pytest.MonkeyPatch, content: bytes, *, is_expected: bool = False
) -> None:
    """An npm that brings this file; `is_expected`: its archive has the checksum that is pinned."""

    def pack(command: list[str], *, cwd: str, **options: Any) -> None:
        assert command[:3] == ["/bin/npm", "pack", fetch_plotly.PACKAGE]
        member = tarfile.TarInfo(fetch_plotly.MEMBER)
        member.size = len(content)
        packed = Path(cwd, "package.tgz")
        with tarfile.open(packed, "w:gz") as archive:
            archive.addfile(member, io.BytesIO(content))
        if is_expected:
            digest = b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
            monkeypatch.setattr(fetch_plotly, "INTEGRITY", f"sha512-{digest}")

    monkeypatch.setattr(fetch_plotly.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(fetch_plotly.subprocess, "run", pack)


def test_without_npm_the_file_of_the_plotly_package_serves(target: Path) -> None:
    assert "npm is not installed." in run()
    assert b"plotly.js v4" in target.read_bytes()[:200]
    assert run() == "plotly.js is there (the full build).\n"
    assert "is now there" in run(again=True)
    target.write_text("half a fi")
    assert "is now there" in run()


def test_npm_offline_is_said_and_replaced(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def offline(*arguments: Any, **options: Any) -> None:
        raise subprocess.CalledProcessError(1, "npm")

    monkeypatch.setattr(fetch_plotly.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(fetch_plotly.subprocess, "run", offline)
    assert f"npm could not bring {fetch_plotly.PACKAGE}. Using the larger file" in run()
    assert target.is_file()


def test_another_package_is_refused(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm_that_packs(monkeypatch, b"something else")
    with pytest.raises(CommandError, match="its checksum differs"):
        run()
    assert not target.exists()


def test_the_file_of_a_package_with_the_right_checksum_is_kept(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm_that_packs(monkeypatch, b"the basic build", is_expected=True)
    run()
    assert target.read_bytes() == b"the basic build"
