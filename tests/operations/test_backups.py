"""A backup, a change, a restore: every row is as it was, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ratings.management.backups import sqlite
from tests.operations.clusters import Cluster
from tests.operations.conftest import NO_CLUSTER
from tests.operations.serving import ROOT, manage, managed, serving
from tests.operations.wholeness import Inside

DEAD = 2**22 + 1
"""The number of a process that there cannot be."""

CHANGE = """
    UPDATE ratings_authority SET name = 'Kent renamed' WHERE slug = 'kent';
    UPDATE ratings_dataversion SET number = number + 1, token = {token}, changed_at = {later};
"""
SQLITE = {"token": "hex(randomblob(8))", "later": "datetime('now', '+1 second')"}
TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' UNION SELECT 'sqlite_master'",
    "postgres": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}
POSTGRESQL = {"token": "md5(random()::text)::varchar(16)", "later": "now() + interval '1 second'"}


def url(path: Path) -> str:
    return f"sqlite:///{path}"


def rows(database: str) -> dict[str, list[tuple[Any, ...]]]:
    """All that is in it, by table."""
    inside, kind = Inside(database, 0), database.partition(":")[0]
    return {name: sorted(inside.rows(f"SELECT * FROM {name}"), key=repr)
            for (name,) in inside.rows(TABLES[kind])}  # fmt: skip


def change(database: str) -> None:
    """What a keeper's correction does, without the seconds that a command takes to start."""
    sql = CHANGE.format(**(SQLITE if database.startswith("sqlite") else POSTGRESQL))
    with Inside(database, 0).opened() as there:
        for statement in sql.split(";")[:-1]:
            there.execute(statement)
        there.commit()


def test_the_record_after_backup_change_and_restore_is_what_it_was(
    any_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Under the readers of a site that runs."""
    kept = tmp_path / "kept" / "backup"
    before = rows(any_url)
    assert len(before) > 20
    with serving(any_url, tmp_path) as site:
        old = site.ask("/authorities/kent/")
        kept.parent.mkdir()
        (kept.parent / f".backup.{DEAD}.part").write_text("half of one, whose process is gone")
        (kept.parent / f".another.{os.getpid()}.part").write_text("another's, at work")
        assert "data version 1" in managed(any_url, "backup", str(kept))
        left = {path.name for path in kept.parent.iterdir()}
        assert left == {"backup", f".another.{os.getpid()}.part"}
        change(any_url)
        refused = manage(any_url, "restore", str(kept))
        assert refused.returncode == 1
        assert "is newer than the backup" in refused.stderr
        new = site.ask("/authorities/kent/")
        assert "Kent renamed" in new.text
        said = managed(any_url, "restore", str(kept), "--force")
        again = site.ask("/authorities/kent/")
        assert again.status == 200
        assert again.headers["etag"] == old.headers["etag"]
        assert "Kent renamed" not in again.text
        assert rows(any_url) == before
        change(any_url)
        changed = site.ask("/authorities/kent/")
        assert "Kent renamed" in changed.text
        assert changed.headers["etag"] not in {old.headers["etag"], new.headers["etag"]}
    assert kept.stat().st_mode & 0o777 == 0o600
    if any_url.startswith("sqlite"):
        (set_aside,) = tmp_path.glob("ratings-before-restore-*.sqlite3")
        assert str(set_aside) in said
        assert "Kent renamed" in str(rows(url(set_aside)))
        assert set_aside.stat().st_mode & 0o777 == 0o600
        assert Inside(any_url, 0).rows("PRAGMA integrity_check") == [("ok",)]
    else:
        names = request.getfixturevalue("cluster").databases()
        (aside,) = (name for name in names if name.startswith("ratings_before_"))
        assert aside in said
        assert not [name for name in names if "_restore_" in name]


def test_what_was_made_since_is_not_lost_unasked(database: Path, tmp_path: Path) -> None:
    """An account, or a file that was sent: neither moves the data version."""
    here, kept = url(database), shutil.copy(database, tmp_path / "kept")
    for made in [
        "User.objects.create_user('new')",
        "ImportRun.objects.create(kind='release', file_name='x', file_sha256='', file_size=1)",
    ]:
        managed(here, "shell", "--verbosity", "0", "-c", made)
        assert "is newer than the backup" in manage(here, "restore", kept).stderr
        shutil.copy(kept, database)


def test_a_lost_or_damaged_database_is_brought_back(database: Path, tmp_path: Path) -> None:
    """By a restore that removes what one left that was killed."""
    here, kept = url(database), Path(shutil.copy(database, tmp_path / "backup.sqlite3"))
    before = rows(here)
    (database.parent / f".restore-{DEAD}.sqlite3-wal").write_text("half of a copy")
    database.write_bytes(b"no database at all " * 1000)
    assert "cannot be read" in manage(here, "restore", str(kept)).stderr
    managed(here, "restore", str(kept), "--force")
    assert rows(here) == before
    database.unlink()
    managed(here, "restore", str(kept))
    assert rows(here) == before
    assert not list(database.parent.glob(".restore-*"))


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
    refused = manage(url(tmp_path / "none"), "backup", str(tmp_path / "b"))
    assert "There is no database" in refused.stderr


def test_a_database_that_is_written_to_is_left_alone(database: Path, tmp_path: Path) -> None:
    kept = str(shutil.copy(database, tmp_path / "backup.sqlite3"))
    change(url(database))
    code = (
        "from ratings.management.backups import sqlite; sqlite.PATIENCE = 1;"
        "from django.core.management import call_command;"
        f"call_command('restore', {kept!r}, force=True)"
    )
    with closing(sqlite3.connect(database, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        refused = manage(f"{url(database)}?timeout=1", "shell", "--no-imports", "-c", code)
        writer.execute("ROLLBACK")
    assert refused.returncode == 1
    assert "nothing was changed" in refused.stderr
    assert not list(database.parent.glob("*-before-restore-*"))
    assert "Kent renamed" in str(rows(url(database)))


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
    monkeypatch.setattr(sqlite, "state_at", lambda path: rows(url(path)))
    assert sqlite.back_up(tmp_path / "copy.sqlite3") == rows(url(database))


def test_make_has_both_and_lets_nobody_else_read_the_database_with_its_accounts() -> None:
    text = (ROOT / "Makefile").read_text()
    for target in ("backup", "restore"):
        assert f"\n{target}: " in text
        assert f"make {target}" in text
    migrating = [line for line in text.splitlines() if "$(MANAGE) migrate" in line]
    assert migrating
    assert [line for line in migrating if not line.startswith("\t@umask 077; ")] == []


@NO_CLUSTER
def test_what_is_no_backup_changes_nothing_in_postgresql(cluster: Cluster, tmp_path: Path) -> None:
    there = cluster.databases()
    rubbish = tmp_path / "rubbish.pgdump"
    rubbish.write_text("no archive")
    refused = manage(cluster.url, "restore", str(rubbish), "--force")
    assert refused.returncode == 1
    assert "pg_restore" in refused.stderr
    assert "s3cret" not in refused.stderr
    assert cluster.databases() == there


@NO_CLUSTER
def test_the_server_stops_and_starts_again_under_the_site(cluster: Cluster, tmp_path: Path) -> None:
    with serving(cluster.url, tmp_path) as site:
        assert site.ask("/").status == 200
        cluster.stop()
        for path, kind in [("/", "text/html"), ("/authorities.json", "application/json")]:
            answer = site.ask(path)
            assert answer.status == 503
            assert answer.headers["retry-after"] == "30"
            assert answer.headers["content-type"].startswith(kind)
        assert site.ask("/readyz").status == 503
        assert site.ask("/healthz").status == 200
        cluster.start()
        assert site.ask("/").status == 200
        # Ended while it is idle, as after a restart between two requests: nobody notices.
        cluster.run(
            "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname='ratings'"
        )
        assert site.ask("/").status == 200
        assert site.ask("/readyz").text == "ready\n"
        assert "s3cret" not in site.log.read_text()


@NO_CLUSTER
def test_a_restore_leaves_postgresql_its_own(cluster: Cluster, tmp_path: Path) -> None:
    """Once a minute it may be at a table: who is no superuser may not end that, and was told that
    the role may not make databases."""
    kept = tmp_path / "backup.pgdump"
    managed(cluster.url, "backup", str(kept))
    with cluster.vacuumed("ratings_rating"):
        managed(cluster.url, "restore", str(kept), "--force")
