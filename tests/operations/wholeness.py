"""What must hold of a database whatever was killed while it was written to.

Plain SQL for both databases, so that nothing of the site's own code judges itself. Each
question is answered with the rows that are wrong: none.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

LAST = "SELECT max(history_id) FROM ratings_historical{0} GROUP BY id"
"""The last version of each row of a table."""

COLUMNS = {
    "inspection": (
        "id, key, authority_id, framework_id, kind_id, start_date, start_precision, end_date,"
        " published, theme, direction, direction_read, direction_source_url, priority_action,"
        " report_url, source_url, verified, note, status"
    ),
    "rating": "id, inspection_id, area_id, grade_id, missing, label_as_published, verified",
    "discrepancy": "id, authority_id, inspection_id, field, value_a, value_b, chosen, why, status",
}


def _history(table: str, columns: str) -> dict[str, str]:
    last = LAST.format(table)
    return {
        f"{table} differs from its history": f"""
            SELECT {columns} FROM ratings_{table}
            WHERE id IN (SELECT id FROM ratings_historical{table})
            EXCEPT SELECT {columns} FROM ratings_historical{table} WHERE history_id IN ({last})""",
        f"{table} is gone without history": f"""
            SELECT id FROM ratings_historical{table}
            WHERE history_id IN ({last}) AND history_type <> '-'
            EXCEPT SELECT id FROM ratings_{table}""",
        f"{table} was deleted and is there": f"""
            SELECT id FROM ratings_historical{table}
            WHERE history_id IN ({last}) AND history_type = '-'
            INTERSECT SELECT id FROM ratings_{table}""",
    }


def _sources(table: str) -> dict[str, str]:
    return {
        f"sources of {table} differ from its history": f"""
            SELECT {table}_id, source_id FROM ratings_{table}_sources
            WHERE {table}_id IN (SELECT id FROM ratings_historical{table})
            EXCEPT SELECT {table}_id, source_id FROM ratings_historical{table}_sources
            WHERE history_id IN ({LAST.format(table)})"""
    }


NEW = "id > {shipped}"
"""An inspection that did not come with the record."""

ENTERED = {
    "an inspection has no history": f"SELECT key FROM ratings_inspection WHERE {NEW} AND id NOT IN"
    " (SELECT id FROM ratings_historicalinspection)",
    "a rating of a new inspection has no history": f"""
        SELECT id FROM ratings_rating WHERE id NOT IN (SELECT id FROM ratings_historicalrating)
        AND inspection_id IN (SELECT id FROM ratings_inspection WHERE {NEW})""",
    "a new inspection has no source": f"""
        SELECT key FROM ratings_inspection WHERE {NEW} AND id NOT IN
        (SELECT inspection_id FROM ratings_inspection_sources)""",
    "a new inspection lacks ratings": f"""
        SELECT key FROM ratings_inspection AS whole
        WHERE {NEW} AND kind_id IN (SELECT id FROM ratings_inspectionkind WHERE is_graded)
        AND (SELECT count(*) FROM ratings_rating WHERE inspection_id = whole.id) <>
        (SELECT count(*) FROM ratings_judgementarea WHERE framework_id = whole.framework_id)""",
    "a new rating has no source": f"""
        SELECT id FROM ratings_rating WHERE id NOT IN (SELECT rating_id FROM ratings_rating_sources)
        AND inspection_id IN (SELECT id FROM ratings_inspection WHERE {NEW})""",
}

VERSIONS = {
    "the version is not the last that was kept": """
        SELECT number, changed_at FROM ratings_dataversion
        EXCEPT SELECT number, moved_at FROM ratings_versionentry""",
    "a version is missing": """
        SELECT number FROM ratings_dataversion
        WHERE number <> (SELECT count(*) FROM ratings_versionentry)""",
    "a version after the first changed nothing": """
        SELECT number FROM ratings_versionentry AS own WHERE number > 1 AND NOT EXISTS (
            SELECT 1 FROM (
                SELECT history_date FROM ratings_historicalinspection UNION ALL
                SELECT history_date FROM ratings_historicalrating UNION ALL
                SELECT history_date FROM ratings_historicaldiscrepancy) AS told
            WHERE history_date <= own.moved_at AND history_date >
            (SELECT moved_at FROM ratings_versionentry WHERE number = own.number - 1))""",
}

UNDECIDED = "('waiting', 'planning', 'planned', 'applying', 'refused')"

RUNS = {
    "an undecided run has changed something": f"""
        SELECT run_id FROM ratings_importchange WHERE run_id IN
        (SELECT id FROM ratings_importrun WHERE status IN {UNDECIDED})""",
    "an undecided run has lost its file": f"""
        SELECT id FROM ratings_importrun WHERE status IN {UNDECIDED}
        AND id NOT IN (SELECT run_id FROM ratings_importfile)""",
    "a decided run has kept its file": f"""
        SELECT id FROM ratings_importrun WHERE status NOT IN {UNDECIDED}
        AND id IN (SELECT run_id FROM ratings_importfile)""",
    "an applied run has no ledger": """
        SELECT id FROM ratings_importrun WHERE status IN ('applied', 'undone')
        AND id NOT IN (SELECT run_id FROM ratings_importchange)""",
    "a ledger has gaps": """
        SELECT run_id FROM ratings_importchange GROUP BY run_id
        HAVING max("order") + 1 <> count(*)""",
    "a plan has gaps": """
        SELECT run_id FROM ratings_importitem GROUP BY run_id HAVING max(number) <> count(*)""",
    "a planned run has no items": """
        SELECT id FROM ratings_importrun WHERE status IN ('planned', 'applying', 'applied')
        AND id NOT IN (SELECT run_id FROM ratings_importitem)""",
    "what a run created is not there": """
        SELECT inspection FROM ratings_importchange WHERE action = 'created' AND run_id IN
        (SELECT id FROM ratings_importrun WHERE status = 'applied')
        EXCEPT SELECT key FROM ratings_inspection""",
    "what an undone run created is there": """
        SELECT inspection FROM ratings_importchange WHERE action = 'created' AND run_id IN
        (SELECT id FROM ratings_importrun WHERE status = 'undone')
        AND inspection NOT IN (SELECT inspection FROM ratings_importchange WHERE run_id IN
        (SELECT id FROM ratings_importrun WHERE status = 'applied'))
        INTERSECT SELECT key FROM ratings_inspection""",
    "the history tells of a run that was not applied": f"""
        SELECT run.id FROM ratings_importrun AS run
        JOIN ratings_historicalinspection AS told
        ON told.history_change_reason LIKE 'import ' || run.id || ':%'
        WHERE run.status IN {UNDECIDED}""",
}

QUESTIONS = {
    **{q: sql for table, columns in COLUMNS.items() for q, sql in _history(table, columns).items()},
    **_sources("inspection"),
    **_sources("rating"),
    **ENTERED,
    **VERSIONS,
    **RUNS,
}


@dataclass(frozen=True)
class Inside:
    """A look into a database from outside the site. `shipped` is the number of the last
    inspection that came with the record."""

    url: str
    shipped: int

    @classmethod
    def of(cls, url: str) -> Inside:
        """Of a database that nobody has changed yet."""
        return cls(url, cls(url, 0).value("SELECT max(id) FROM ratings_inspection"))

    @contextmanager
    def opened(self) -> Iterator[Any]:
        if self.url.startswith("sqlite"):
            path = self.url.removeprefix("sqlite:///").partition("?")[0]
            with closing(sqlite3.connect(path)) as session:
                yield session
        else:
            with psycopg.connect(self.url) as session:
                yield session

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with self.opened() as session:
            found: list[tuple[Any, ...]] = session.execute(sql).fetchall()
            return found

    def value(self, sql: str) -> Any:
        return self.rows(sql)[0][0]

    @property
    def version(self) -> int:
        return int(self.value("SELECT number FROM ratings_dataversion"))

    def has(self, key: str) -> bool:
        """Whether there is an inspection with this identifier."""
        return bool(self.rows(f"SELECT 1 FROM ratings_inspection WHERE key = '{key}'"))

    def problems(self) -> list[str]:
        """Everything that is not as it must be, with the first rows of each."""
        found = []
        with self.opened() as session:
            for question, sql in QUESTIONS.items():
                rows = session.execute(sql.replace("{shipped}", str(self.shipped))).fetchall()
                found += [f"{question}: {rows[:3]}"] if rows else []
            if self.url.startswith("sqlite"):
                found += self._damage(session)
        return found

    def _damage(self, session: Any) -> list[str]:
        whole = session.execute("PRAGMA integrity_check").fetchall()
        loose = session.execute("PRAGMA foreign_key_check").fetchall()
        return [f"damaged: {whole} {loose}"] if whole != [("ok",)] or loose else []
