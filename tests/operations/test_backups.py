"""A backup, a change, a restore: the record is the same to the byte, and nothing is lost."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from ratings.management.backups import sqlite
from ratings.management.backups.metadata import CannotRestore
from tests.operations.serving import manage, managed, serving

RENAME = """
    UPDATE ratings_authority SET name = 'Kent renamed' WHERE slug = 'kent';
    UPDATE ratings_dataversion SET number = number + 1, token = hex(randomblob(8)),
        changed_at = datetime('now', '+1 second');
"""


def url(path: Path) -> str:
    return f"sqlite:///{path}"


def record(database: str, folder: Path) -> dict[str, bytes]:
    """The record as files, by name."""
    folder.mkdir()
    managed(database, "write_record", "--folder", str(folder))
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def change(database: str) -> None:
    """What a keeper's correction does, without the seconds that a command takes to start."""
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as there:
        there.executescript(RENAME)


def everything(path: Path) -> list[str]:
    """All that a SQLite file holds, as statements."""
    with closing(sqlite3.connect(path)) as there:
        return list(there.iterdump())


def test_the_record_after_backup_change_and_restore_is_what_it_was(
    database: Path, tmp_path: Path
) -> None:
    here, kept = url(database), tmp_path / "kept" / "backup.sqlite3"
    before = record(here, tmp_path / "before")
    assert "data version 1" in managed(here, "backup", str(kept))
    change(here)
    refused = manage(here, "restore", str(kept))
    assert refused.returncode == 1
    assert "is newer than the backup" in refused.stderr
    assert "'Kent renamed'" in "".join(everything(database))
    said = managed(here, "restore", str(kept), "--force")
    assert record(here, tmp_path / "after") == before
    set_aside = next(database.parent.glob("ratings-before-restore-*.sqlite3"))
    assert str(set_aside) in said
    assert "'Kent renamed'" in "".join(everything(set_aside))
    assert kept.stat().st_mode & 0o777 == set_aside.stat().st_mode & 0o777 == 0o600


ACCOUNT = """
    INSERT INTO auth_user (username, password, first_name, last_name, email, is_superuser,
        is_staff, is_active, date_joined)
    VALUES ('new', '!', '', '', '', 0, 1, 1, datetime('now', '+1 second'));
"""
FILE = """
    INSERT INTO ratings_importrun (kind, status, file_name, file_sha256, file_size, {names})
    VALUES ('release', 'waiting', 'x.ods', '', 1, {values});
"""


def test_an_account_made_or_a_file_sent_since_is_not_lost_unasked(
    database: Path, tmp_path: Path
) -> None:
    here = url(database)
    for name, since in (("account", ACCOUNT), ("file", file_sent(database))):
        kept = tmp_path / name
        managed(here, "backup", str(kept))
        with closing(sqlite3.connect(database)) as there:
            there.executescript(since)
        assert "is newer than the backup" in manage(here, "restore", str(kept)).stderr
        managed(here, "restore", str(kept), "--force")


def file_sent(database: Path) -> str:
    """A statement that keeps a file sent a second from now, whatever columns it has to fill."""
    given = {"kind", "status", "file_name", "file_sha256", "file_size"}
    with closing(sqlite3.connect(database)) as there:
        columns = list(there.execute("PRAGMA table_info(ratings_importrun)"))
    needed = [(n, kind) for _, n, kind, is_needed, *_ in columns if is_needed and n not in given]
    later = {"uploaded_at": "datetime('now', '+1 second')", "id": "NULL"}
    values = [later.get(n, "0" if "int" in kind.lower() else "'{}'") for n, kind in needed]
    return FILE.format(names=", ".join(n for n, _ in needed), values=", ".join(values))


def test_a_site_that_runs_is_backed_up_and_restored_under_its_readers(
    database: Path, tmp_path: Path
) -> None:
    here, kept = url(database), tmp_path / "backup.sqlite3"
    with serving(here, tmp_path) as site:
        old = site.ask("/authorities/kent/")
        managed(here, "backup", str(kept))
        change(here)
        new = site.ask("/authorities/kent/")
        assert "Kent renamed" in new.text
        managed(here, "restore", str(kept), "--force")
        again = site.ask("/authorities/kent/")
        assert again.headers["etag"] == old.headers["etag"]
        assert "Kent renamed" not in again.text
        change(here)
        changed = site.ask("/authorities/kent/")
        assert "Kent renamed" in changed.text
        assert changed.headers["etag"] not in {old.headers["etag"], new.headers["etag"]}
    with closing(sqlite3.connect(database)) as left:
        assert left.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_lost_or_damaged_database_is_brought_back(database: Path, tmp_path: Path) -> None:
    here, kept = url(database), tmp_path / "backup.sqlite3"
    before = everything(database)
    managed(here, "backup", str(kept))
    database.write_bytes(b"no database at all " * 1000)
    assert "cannot be read" in manage(here, "restore", str(kept)).stderr
    managed(here, "restore", str(kept), "--force")
    assert everything(database) == before
    database.unlink()
    managed(here, "restore", str(kept))
    assert everything(database) == before


def test_what_is_no_backup_of_this_site_changes_nothing(database: Path, tmp_path: Path) -> None:
    here = url(database)
    held = database.read_bytes()
    other, newer = tmp_path / "other.sqlite3", tmp_path / "newer.sqlite3"
    with closing(sqlite3.connect(other)) as foreign, foreign:
        foreign.execute("CREATE TABLE unrelated (x)")
    shutil.copy(database, newer)
    with closing(sqlite3.connect(newer)) as ahead, ahead:
        ahead.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('ratings', '9999_tomorrow', '2030-01-01')"
        )
    for path, why in [
        (other, "no database of this site"),
        (newer, "made by a newer release (9999_tomorrow)"),
        (tmp_path / "missing", "is not there"),
        (Path(__file__), "file is not a database"),
    ]:
        refused = manage(here, "restore", str(path), "--force")
        assert refused.returncode == 1
        assert why in refused.stderr
    assert database.read_bytes() == held
    assert not list(database.parent.glob(".restore-*"))


def test_a_backup_never_takes_the_place_of_another(database: Path, tmp_path: Path) -> None:
    there = tmp_path / "there.sqlite3"
    there.write_text("mine")
    refused = manage(url(database), "backup", str(there))
    assert "is there already" in refused.stderr
    assert there.read_text() == "mine"
    assert (
        "There is no database"
        in manage(url(tmp_path / "none"), "backup", str(tmp_path / "b")).stderr
    )


def test_a_database_that_somebody_writes_to_is_restored_or_left_alone(
    database: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "backup.sqlite3"
    managed(url(database), "backup", str(kept))
    change(url(database))
    code = (
        "from ratings.management.backups import sqlite; sqlite.PATIENCE = 1;"
        "from django.core.management import call_command;"
        f"call_command('restore', {str(kept)!r}, force=True)"
    )
    with closing(sqlite3.connect(database, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        refused = manage(f"{url(database)}?timeout=1", "shell", "--no-imports", "-c", code)
        writer.execute("ROLLBACK")
    assert refused.returncode == 1
    assert "nothing was changed" in refused.stderr
    assert not list(database.parent.glob("*-before-restore-*"))
    assert "'Kent renamed'" in "".join(everything(database))


def test_a_restore_that_is_refused_late_leaves_no_copy_behind(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Path(shutil.copy(database, tmp_path / "other.sqlite3"))
    monkeypatch.setattr(sqlite, "_live", lambda: database)
    monkeypatch.setattr(sqlite, "PATIENCE", 0.5)
    with closing(sqlite3.connect(database, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(CannotRestore, match="nothing was changed"):
            sqlite.swap(other, is_readable=True)
    assert not list(database.parent.glob("*-before-restore-*"))


def test_two_restores_within_one_second_keep_a_database_each(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = (datetime(2026, 9, 1, 12, 0, 0, number, tzinfo=UTC) for number in range(2))
    monkeypatch.setattr(sqlite, "datetime", SimpleNamespace(now=lambda _: next(moments)))
    monkeypatch.setattr(sqlite, "_live", lambda: database)
    other = Path(shutil.copy(database, tmp_path / "other.sqlite3"))
    kept = {sqlite.swap(other, is_readable=True) for _ in range(2)}
    assert [Path(each).is_file() for each in kept] == [True, True]


def test_a_copy_that_takes_longer_than_a_lock_may_is_made_all_the_same(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large database on a slow disk was said to be locked by somebody else."""
    monkeypatch.setattr(sqlite, "_live", lambda: database)
    monkeypatch.setattr(sqlite, "PATIENCE", 0)
    monkeypatch.setattr(sqlite, "state_at", everything)
    assert sqlite.back_up(tmp_path / "copy.sqlite3") == everything(database)


@pytest.mark.parametrize("target", ["backup", "restore"])
def test_make_has_both(target: str) -> None:
    text = (Path(__file__).parents[2] / "Makefile").read_text()
    assert f"\n{target}: " in text
    assert f"make {target}" in text


def test_make_lets_nobody_else_read_the_database_with_its_accounts() -> None:
    text = (Path(__file__).parents[2] / "Makefile").read_text()
    bare = [line for line in text.splitlines() if "$(MANAGE) migrate" in line]
    assert bare
    assert [line for line in bare if not line.startswith("\t@umask 077; ")] == []
