"""PostgreSQL stopped and started under the site; backed up and restored. On a cluster of its own.

Skipped, visibly, where initdb is not installed.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.operations.clusters import FOUND, Cluster
from tests.operations.serving import manage, managed, serving
from tests.operations.test_backups import record

pytestmark = pytest.mark.skipif(FOUND is None, reason="initdb and pg_ctl are not installed")

RENAME = """
    UPDATE ratings_authority SET name = 'Kent renamed' WHERE slug = 'kent';
    UPDATE ratings_dataversion SET number = number + 1, token = md5(random()::text)::varchar(16),
        changed_at = now() + interval '1 second';
"""


def test_the_record_after_backup_change_and_restore_is_what_it_was(
    cluster: Cluster, tmp_path: Path
) -> None:
    kept = tmp_path / "backup.pgdump"
    before = record(cluster.url, tmp_path / "before")
    with serving(cluster.url, tmp_path) as site:
        old = site.ask("/authorities/kent/")
        managed(cluster.url, "backup", str(kept))
        assert kept.stat().st_mode & 0o777 == 0o600
        cluster.run(RENAME, database="ratings")
        assert "Kent renamed" in site.ask("/authorities/kent/").text
        refused = manage(cluster.url, "restore", str(kept))
        assert "is newer than the backup" in refused.stderr
        said = managed(cluster.url, "restore", str(kept), "--force")
        again = site.ask("/authorities/kent/")
        assert again.status == 200
        assert again.headers["etag"] == old.headers["etag"]
    assert record(cluster.url, tmp_path / "after") == before
    (aside,) = (name for name in cluster.databases() if name.startswith("ratings_before_"))
    assert aside in said
    assert not [name for name in cluster.databases() if "_restore_" in name]


def test_what_is_no_backup_changes_nothing(cluster: Cluster, tmp_path: Path) -> None:
    there = cluster.databases()
    rubbish = tmp_path / "rubbish.pgdump"
    rubbish.write_text("no archive")
    refused = manage(cluster.url, "restore", str(rubbish), "--force")
    assert refused.returncode == 1
    assert "pg_restore" in refused.stderr
    assert "s3cret" not in refused.stderr
    assert cluster.databases() == there


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


def test_a_restore_leaves_to_postgresql_what_is_postgresqls(
    cluster: Cluster, tmp_path: Path
) -> None:
    """Once a minute it may be at a table: who is no superuser may not end that, and was told that
    the role may not make databases."""
    kept = tmp_path / "backup.pgdump"
    managed(cluster.url, "backup", str(kept))
    with cluster.vacuumed("ratings_rating"):
        managed(cluster.url, "restore", str(kept), "--force")
