"""What is read while others save is of one moment, and holds none of them up."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importing.work.files import visits
from tests.operations.clusters import FOUND, Cluster
from tests.operations.serving import managed

SEEN = """
from ratings.models import Authority
from ratings.models.db import one_reading

def name():
    return Authority.objects.values_list("name", flat=True).get(slug="kent")

with one_reading():
    seen = [name()]
    save()
    seen.append(name())
seen.append(name())
with one_reading():
    seen.append(name())
assert seen == ["Kent", "Kent", "Anew", "Anew"], seen
"""

RENAMED = "UPDATE ratings_authority SET name = 'Anew' WHERE slug = 'kent'"

BY_ANOTHER_OF_SQLITE = """
import sqlite3
from contextlib import closing
from django.conf import settings

def save(sql={sql!r}):
    with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"], 1)) as other, other:
        other.executescript(sql)
"""

BY_ANOTHER_OF_POSTGRESQL = """
import os, psycopg

def save():
    with psycopg.connect(os.environ["DATABASE_URL"]) as other:
        other.execute({sql!r})
"""


def shell(url: str, code: str) -> None:
    managed(url, "shell", "--no-imports", "-c", code)


def test_a_save_in_between_is_not_seen_and_not_held_up(database: Path) -> None:
    shell(f"sqlite:///{database}", BY_ANOTHER_OF_SQLITE.format(sql=RENAMED) + SEEN)


@pytest.mark.skipif(FOUND is None, reason="initdb and pg_ctl are not installed")
def test_nor_on_postgresql(cluster: Cluster) -> None:
    shell(cluster.url, BY_ANOTHER_OF_POSTGRESQL.format(sql=RENAMED) + SEEN)


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

whole = record_index._add_sources

def meanwhile(by_id):
    save()
    whole(by_id)

record_index._add_sources = meanwhile
found = read_spreadsheet({data!r}, "", "")
plan = planned(found, date(2026, 9, 1))
assert len(plan.items) == 1, plan.items
"""


def test_a_plan_that_is_made_while_somebody_enters_an_inspection_is_made(database: Path) -> None:
    code = BY_ANOTHER_OF_SQLITE.format(sql=ENTERED) + PLANNED.format(data=visits(1, ["rutland"]))
    shell(f"sqlite:///{database}", code)
