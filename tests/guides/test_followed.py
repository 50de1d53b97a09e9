"""The guides of contributors and operators, followed in a copy of the tree."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.guides.blocks import ROOT, Block, blocks, holds, run, text_of
from tests.record import copied, emptied

CONTRIBUTORS, OPERATORS = "contributors-guide.md", "operators-guide.md"
DONE = [block for block in blocks(CONTRIBUTORS) if block.why is None]
FOR_CONTRIBUTORS = ("ratings", "templates", "fixtures", "tests", "manage.py", "pyproject.toml",
                    "requirements.txt")  # fmt: skip
FOR_OPERATORS = ("ratings", "templates", "fixtures", "deploy", "tests/settings.py", "manage.py",
                 "requirements.txt")  # fmt: skip
LEFT_OUT = ("var", ".venv", ".git", "node_modules", ".hypothesis")
EXPORT = re.compile(r"^export (\w+)=(\S+)$", re.M)


@pytest.fixture(scope="session")
def migrated(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A new database, which the tests' own spares a migration, if it is SQLite's."""
    path = tmp_path_factory.mktemp("guides") / "migrated.sqlite3"
    path.touch()
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock():
            copied(path)
        emptied(path)
    return path


def copy_of(folder: Path, *names: str) -> Path:
    """The named files and folders of the tree, in a folder of their own."""
    site = folder / "site"
    for name in names:
        source, target = ROOT / name, site / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns(*LEFT_OUT))
        else:
            shutil.copy(source, target)
    return site


def given_to(site: Path) -> dict[str, str]:
    """What commands are given: nothing of this process but what they need to be found."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return kept | {
        "HOME": str(site),
        "RATINGS_STATE_DIR": str(site / "state"),
        "GIT_CEILING_DIRECTORIES": str(site.parent),
    }


def follow(site: Path, block: Block, given: dict[str, str]) -> None:
    """Do what one block shows; what it exports is given to the commands after it."""
    if block.kind == "console":
        done = block.commands()
        holds(done, run(site, [command for command, _ in done], given))
        given.update(EXPORT.findall(block.script()))
    elif block.kind == "diff":
        apply(site, block.text)
    elif block.about.startswith("append "):
        with (site / block.about.removeprefix("append ")).open("a") as file:
            file.write(block.text)
    else:
        path = site / block.about
        assert not path.exists(), f"{block.about} is there already"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text)


def apply(site: Path, text: str) -> None:
    """A unified diff, wherever its lines stand by now; each of them has to be there."""
    done = subprocess.run(
        ["git", "apply", "--recount", "-"], input=text, cwd=site, env=given_to(site), text=True,
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stderr}\n{text}"


# The contributor's guide


def test_following_the_guide_ends_with_everything_passing(migrated: Path, tmp_path: Path) -> None:
    """One after another, as a reader would: later blocks build on earlier ones."""
    site = copy_of(tmp_path, *FOR_CONTRIBUTORS)
    shutil.copy(migrated, site / "example.sqlite3")
    given = given_to(site)
    assert {block.kind for block in DONE} >= {"console", "diff", "python", "html", "jsonl"}
    for block in DONE:
        follow(site, block, given)


@pytest.mark.parametrize("block", DONE, ids=str)
def test_a_block_is_a_command_an_edit_or_a_named_file(block: Block) -> None:
    assert block.kind == "console" or block.about, "which file is it?"
    if block.kind == "diff":
        assert f"+++ b/{block.about}\n" in block.text


def test_targets_of_make_that_the_guide_names_are_there() -> None:
    rules = (ROOT / "Makefile").read_text()
    for target in re.findall(r"\bmake ((?:[a-z-]+ ?)+)", text_of(CONTRIBUTORS)):
        for name in target.split():
            if name in {"run", "test", "check", "format", "fuzz"} or name.endswith("-test"):
                assert re.search(rf"^{name}:", rules, re.M), name


# The operator's guide


def test_what_can_be_run_runs_and_says_what_the_guide_says(migrated: Path, tmp_path: Path) -> None:
    """One after another, in one shell, with a new SQLite database."""
    consoles = [block for block in blocks(OPERATORS) if block.kind == "console"]
    shown = [pair for block in consoles for pair in block.commands()]
    site = copy_of(tmp_path, *FOR_OPERATORS)
    (site / "var").mkdir()
    shutil.copy(migrated, site / "var" / "ratings.sqlite3")
    holds(shown, run(site, [command for command, _ in shown], given_to(site)))


@pytest.mark.parametrize("block", blocks(OPERATORS), ids=str)
def test_files_that_a_block_names_are_there(block: Block) -> None:
    for name in re.findall(r"(?<![\w/])deploy/[\w.-]+", block.text):
        assert (ROOT / name).exists(), name


def test_settings_that_the_guide_names_are_read_somewhere() -> None:
    """`CDN_SECONDS` and its like are names in the settings, the Makefile or deploy/."""
    named = set(re.findall(r"`([A-Z][A-Z_]{3,})(?:=[^`]*)?`", text_of(OPERATORS)))
    places = [ROOT / "Makefile", *(ROOT / "ratings").glob("*.py"), *(ROOT / "deploy").glob("*")]
    known = "".join(path.read_text() for path in places if path.is_file())
    assert {"ALLOWED_HOSTS", "CDN_SECONDS"} <= named
    assert [name for name in sorted(named) if not re.search(rf"\b{name}\b", known)] == []


def test_sentences_that_the_guide_quotes_are_said_by_the_site() -> None:
    places = [*ROOT.glob("ratings/**/*.py"), *ROOT.glob("templates/**/*.html"),
              *ROOT.glob("deploy/*")]  # fmt: skip
    said = "".join(path.read_text() for path in places if path.is_file())
    for quoted in re.findall(r"“([^”]+)”", text_of(OPERATORS)):
        for part in quoted.split("…"):
            assert part.strip() in said, quoted


def test_the_second_service_shares_only_settings_and_data(tmp_path: Path) -> None:
    """The edits of “Upgrade” in the files that they are about: both sockets live at once."""
    (block,) = [b for b in blocks(OPERATORS) if b.kind == "sh" and "ratings-next" in b.text]
    edits = [line for line in block.text.replace("\\\n", " ").splitlines() if line[:4] == "sed "]
    site = copy_of(tmp_path, "deploy")
    script = "\n".join(edits).replace("/etc/systemd/system/", "")
    script = script.replace("/etc/nginx/conf.d/ratings-over-time.conf", "deploy/nginx.conf")
    run(site, [script], given_to(site))
    unit = (site / "ratings-next.service").read_text()
    socket = "unix:/run/ratings-next/gunicorn.sock"
    for line in (
        "WorkingDirectory=/opt/ratings-next", "RuntimeDirectory=ratings-next",
        "EnvironmentFile=/etc/ratings-over-time.env", "StateDirectory=ratings-over-time",
        f"Environment=BIND={socket}",
    ):  # fmt: skip
        assert f"{line}\n" in unit
    assert "/opt/ratings-over-time" not in unit
    assert f"server {socket} " in (site / "deploy/nginx.conf").read_text()
