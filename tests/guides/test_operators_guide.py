"""The operator's guide, its commands run in a copy of the site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.guides.blocks import ROOT, Block, blocks, holds, run, text_of
from tests.guides.workshop import copy_of, given_to

GUIDE = "operators-guide.md"
SITE = ("ratings", "templates", "fixtures", "deploy", "tests/settings.py", "manage.py",
        "requirements.txt")  # fmt: skip


def test_what_can_be_run_runs_and_says_what_the_guide_says(tmp_path: Path) -> None:
    """One after another, in one shell, with a new SQLite database."""
    consoles = [block for block in blocks(GUIDE) if block.kind == "console"]
    shown = [pair for block in consoles for pair in block.commands()]
    site = copy_of(tmp_path, *SITE)
    holds(shown, run(site, [command for command, _ in shown], given_to(site)))


@pytest.mark.parametrize("block", blocks(GUIDE), ids=str)
def test_files_that_a_block_names_are_there(block: Block) -> None:
    for name in re.findall(r"(?<![\w/])deploy/[\w.-]+", block.text):
        assert (ROOT / name).exists(), name


def test_settings_that_the_guide_names_are_read_somewhere() -> None:
    """`CDN_SECONDS` and its like are names in the settings, the Makefile or deploy/."""
    named = set(re.findall(r"`([A-Z][A-Z_]{3,})(?:=[^`]*)?`", text_of(GUIDE)))
    places = [ROOT / "Makefile", *(ROOT / "ratings").glob("*.py"), *(ROOT / "deploy").glob("*")]
    known = "".join(path.read_text() for path in places if path.is_file())
    assert {"ALLOWED_HOSTS", "CDN_SECONDS"} <= named
    assert [name for name in sorted(named) if not re.search(rf"\b{name}\b", known)] == []


def test_sentences_that_the_guide_quotes_are_said_by_the_site() -> None:
    said = "".join(path.read_text() for path in (ROOT / "ratings").rglob("*.py"))
    said += "".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    said += "".join(path.read_text() for path in (ROOT / "deploy").glob("*") if path.is_file())
    for quoted in re.findall(r"“([^”]+)”", text_of(GUIDE)):
        for part in quoted.split("…"):
            assert part.strip() in said, quoted


def test_the_second_service_shares_nothing_with_the_first_but_the_settings_and_the_data(
    tmp_path: Path,
) -> None:
    """The edits of “Upgrade” in the files that they are about: both sockets live at once."""
    (block,) = [b for b in blocks(GUIDE) if b.kind == "sh" and "ratings-next" in b.text]
    edits = [line for line in block.text.replace("\\\n", " ").splitlines() if line[:4] == "sed "]
    site = copy_of(tmp_path, "deploy")
    script = (
        "\n".join(edits)
        .replace("/etc/systemd/system/", "")
        .replace("/etc/nginx/conf.d/ratings-over-time.conf", "deploy/nginx.conf")
    )
    run(site, [script], given_to(site))
    unit = (site / "ratings-next.service").read_text()
    assert "WorkingDirectory=/opt/ratings-next\n" in unit
    assert "RuntimeDirectory=ratings-next\n" in unit
    assert "/opt/ratings-over-time" not in unit
    assert "EnvironmentFile=/etc/ratings-over-time.env\n" in unit
    assert "StateDirectory=ratings-over-time\n" in unit
    socket = "unix:/run/ratings-next/gunicorn.sock"
    assert f"Environment=BIND={socket}\n" in unit
    assert f"server {socket} " in (site / "deploy/nginx.conf").read_text()
