"""Show what Ofsted's releases, or the site's own table, would change; apply it with --apply."""

from __future__ import annotations

import json
from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ratings.forms import today
from ratings.importing.jobs import ImportJobError, apply_file, planned
from ratings.importing.jobs.apply_job import CHANGING
from ratings.importing.parse import read_spreadsheet
from ratings.importing.plan import Plan
from ratings.importing.readers import UnreadableFileError
from ratings.models import ImportItem

Outcome = ImportItem.Outcome

NOTHING_TO_DO, WOULD_CHANGE, ROWS_REFUSED, FILE_REFUSED = range(4)

HELP = """\
Compare files with the record and print the plan: what is new, the same, adds a detail,
contradicts, is known to be disputed, or is refused and why. Nothing is written without --apply;
with it, what is new, what adds a detail and what is more trusted than the record is written in
one transaction a file, every other contradiction becomes an open discrepancy.

Ends with 0 when there was nothing to change or everything was applied, 1 when something would
be changed, 2 when rows were refused, 3 when a file could not be read or applied.
"""


class Command(BaseCommand):
    requires_system_checks = []
    help = HELP

    def create_parser(self, *args: Any, **kwargs: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument("--apply", action="store_true", help="write what the plan takes")
        parser.add_argument("--sheet", default="", metavar="NAME", help="only this sheet")
        parser.add_argument(
            "--source", default="", metavar="KEY", help="who says it, if not the cover's"
        )
        parser.add_argument(
            "--json", action="store_true", help="one JSON object a file, a line each"
        )

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        worst = max(self._load(path, options) for path in files)
        if worst:
            raise SystemExit(worst)

    def _load(self, path: Path, options: dict[str, Any]) -> int:
        try:
            data = path.read_bytes()
            if options["apply"]:
                plan = apply_file(path.name, data, today(), options["sheet"], options["source"])
            else:
                plan = planned(read_spreadsheet(data, options["sheet"], options["source"]), today())
        except (OSError, UnreadableFileError, ImportJobError) as problem:
            return self._refuse(path, str(problem), options["json"])
        if options["json"]:
            self._say_json(path, as_json(plan))
        else:
            self.stdout.write(in_words(path, plan))
        if plan.counts[Outcome.REFUSED]:
            return ROWS_REFUSED
        changes = sum(plan.counts[each] for each in CHANGING)
        return NOTHING_TO_DO if options["apply"] or not changes else WOULD_CHANGE

    def _say_json(self, path: Path, found: dict[str, Any]) -> None:
        """Print one JSON line, with the same keys for every file, also an unreadable one."""
        nothing: dict[str, Any] = {outcome: [] for outcome in Outcome.values}
        whole = {"file": path.name, "source": "", "sheets": []} | nothing | found
        self.stdout.write(json.dumps(whole, ensure_ascii=False))

    def _refuse(self, path: Path, why: str, is_json: bool) -> int:
        if is_json:
            whole = {"sheet": "", "row": 0, "authority": "", "inspection": "", "reason": why}
            self._say_json(path, {"refused": [whole]})
        else:
            self.stderr.write(f"{path.name}: {why}")
        return FILE_REFUSED


def as_json(plan: Plan) -> dict[str, Any]:
    """Return the plan of one file as JSON data: its source, sheets and items by outcome."""
    sheets = [
        {"name": s.name, "layout": s.layout, "said": s.said, "rows": s.data_rows}
        for s in plan.sheets
    ]
    found: dict[str, list[dict[str, Any]]] = {outcome: [] for outcome in Outcome.values}
    for item in plan.items:
        facts: dict[str, Any] = {
            "sheet": item.where.sheet,
            "row": item.where.row,
            "authority": item.authority,
            "inspection": item.inspection,
            "reason": item.reason,
        }
        if item.field:
            facts |= {"field": item.field, "old": item.old, "new": item.new, "wins": item.wins}
            facts |= {"old_source": item.old_source, "new_source": item.new_source}
        found[item.outcome].append(facts)
    return {"source": plan.source.key, "sheets": sheets} | found


def in_words(path: Path, plan: Plan) -> str:
    """Return the plan of one file as text: how each sheet was read, then every item that
    differs from the record."""
    counts = ", ".join(f"{plan.counts[o]:,} {o.label}" for o in Outcome)
    lines = [f"{path.name}: {plan.source.title}", f"  {counts}"]
    for sheet in plan.sheets:
        read = f"{sheet.data_rows:,} rows read as {sheet.layout}" if sheet.rows else ""
        lines.append(f"  {sheet.name or 'table'}: {' '.join(filter(None, (read, sheet.said)))}")
    told = (item for item in plan.items if item.outcome != Outcome.SAME)
    return "\n".join([*lines, *(f"  {_line(item)}" for item in told)])


def _line(item: Any) -> str:
    about = f"{item.inspection or item.authority} {item.field}".strip()
    values = f"{item.old or 'nothing'} → {item.new}: " if item.field else ""
    where = f"{item.where.sheet} row {item.where.row}".strip()
    return f"{item.outcome} [{where}] {about}: {values}{item.reason}"
