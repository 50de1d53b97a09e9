"""While some save, what others read is of one moment, fresh and whole; nobody is held up.

With readers and keepers in earnest: `make load`, 200 requests a second, in benchmarks/load.md.
"""

from __future__ import annotations

from pathlib import Path

from tests.importing.work.files import visits
from tests.operations.crowd import MIX, WORKERS_ARE_MET, Crowd
from tests.operations.serving import managed, serving

SECONDS, SAVES, READERS = 3, 4, 3


def test_while_keepers_save_nobody_gets_errors_or_old_pages(any_url: str, tmp_path: Path) -> None:
    """Readers and two keepers are there at once for so long."""
    with serving(any_url, tmp_path, WORKERS="2") as site:
        crowd = Crowd(site)
        crowd.keep("Rutland", "rutland", pause=0.2)
        crowd.keep("Kent", "kent", pause=0.3)
        for number in range(READERS):
            crowd.read(MIX[number::READERS], pause=0.02)
        seen = crowd.wait(SECONDS, SAVES)
        errors = [str(line) for line in site.lines() if line.get("level") == "ERROR"]
    print(f"{seen.answers} answers, {seen.not_modified} of them 304, {seen.saves} saves,"
          f" the slowest {seen.slowest:.2f} s")  # fmt: skip
    assert seen.wrong + errors == []
    assert seen.stale == []
    assert seen.saves >= SAVES
    assert seen.not_modified > 0
    assert seen.answers > 2 * WORKERS_ARE_MET * seen.saves, "readers read beside the keeper"


SEEN = """
from ratings.models import Authority
from ratings.models.db import read_snapshot

def name():
    return Authority.objects.values_list("name", flat=True).get(slug="kent")

with read_snapshot():
    seen = [name()]
    save()
    seen.append(name())
seen.append(name())
with read_snapshot():
    seen.append(name())
assert seen == ["Kent", "Kent", "Anew", "Anew"], seen
"""

RENAMED = "UPDATE ratings_authority SET name = 'Anew' WHERE slug = 'kent'"

BY_ANOTHER = {
    "sqlite": """
import sqlite3
from contextlib import closing
from django.conf import settings

def save(sql={sql!r}):
    with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"], 1)) as other, other:
        other.executescript(sql)
""",
    "postgres": """
import os, psycopg

def save():
    with psycopg.connect(os.environ["DATABASE_URL"]) as other:
        other.execute({sql!r})
""",
}


def run(url: str, saved: str, code: str) -> None:
    """Code in a process of the site that may `save` by another connection."""
    by_another = BY_ANOTHER[url.partition(":")[0]].format(sql=saved)
    managed(url, "shell", "--no-imports", "-c", by_another + code)


def test_a_save_in_between_is_not_seen_and_not_held_up(any_url: str) -> None:
    run(any_url, RENAMED, SEEN)


ENTERED = """
    INSERT INTO ratings_inspection (key, authority_id, framework_id, kind_id, start_date,
        start_precision, theme, direction, direction_read, direction_source_url, priority_action,
        report_url, source_url, verified, note, status)
    SELECT 'meanwhile', authority_id, framework_id, kind_id, '2025-02-28', 'day', '', '', '', '', 0,
        '', '', verified, '', 'draft' FROM ratings_inspection ORDER BY id DESC LIMIT 1;
    INSERT INTO ratings_inspection_sources (inspection_id, source_id)
    SELECT max(inspection.id), max(source.id)
    FROM ratings_inspection AS inspection, ratings_source AS source;
"""

PLANNED = """
from datetime import date
from ratings.importing.parse import read_spreadsheet
from ratings.importing import record_index
from ratings.importing.jobs import planned

whole, saved = record_index.partial_date, []

def meanwhile(*given):
    saved or saved.append(save())
    return whole(*given)

record_index.partial_date = meanwhile
found = read_spreadsheet({data!r}, "", "")
plan = planned(found, date(2026, 9, 1))
assert len(plan.items) == 1, plan.items
"""


def test_a_plan_that_is_made_while_somebody_enters_an_inspection_is_made(database: Path) -> None:
    run(f"sqlite:///{database}", ENTERED, PLANNED.format(data=visits(1, ["rutland"])))
