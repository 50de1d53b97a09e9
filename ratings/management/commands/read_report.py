"""Read Ofsted inspection reports and print what was found; nothing is saved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ratings.importing.readers import LIMITS
from ratings.importing.report import ParsedReport, ReferenceData, read_report

COMPLETE, INCOMPLETE, REFUSED = 0, 1, 2


class Command(BaseCommand):
    help = (
        "Read Ofsted inspection reports (PDF): council, framework, dates and every grade, each"
        " with the page and the words it was read from. Writes nothing."
        " Exit code: 0 when all was read, 1 when something is unread,"
        " 2 when a file was refused or not found."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="reports as PDF")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        vocabulary = ReferenceData.current()
        codes = set()
        for file in files:
            reading = _read(file, vocabulary)
            lines = [json.dumps(as_json(file, reading))] if options["json"] else told(file, reading)
            self.stdout.write("\n".join(lines))
            codes.add(exit_code(reading))
        if worst := max(codes):
            raise SystemExit(worst)


def exit_code(reading: ParsedReport) -> int:
    """Return the exit code for one file; the command exits with the highest."""
    if reading.refused:
        return REFUSED
    return INCOMPLETE if reading.unread else COMPLETE


def as_json(file: Path, reading: ParsedReport) -> dict[str, Any]:
    """Return a report as JSON data; None where a value could not be read or is not printed."""
    facts = {name: str(read.value) if read else None for name, read in reading.facts()}
    return {
        "file": str(file),
        **facts,
        "kind_is_estimate": reading.kind_is_estimate,
        "ratings": {area: read.value for area, read in reading.ratings},
        "unread": [gap.field for gap in reading.unread],
        "refused": reading.refused or None,
    }


def told(file: Path, reading: ParsedReport) -> Iterator[str]:
    """Yield a report as lines of text: each value with its page and the text it was read from."""
    yield str(file)
    if reading.refused:
        yield f"  refused: {reading.refused}"
        return
    for name, read in (*reading.facts(), *reading.ratings):
        if read:
            estimate = ", an estimate" if name == "kind" and reading.kind_is_estimate else ""
            yield f"  {name}: {read.value}{estimate} (page {read.page}: {read.words})"
    for area, reason, read in reading.missing:
        yield f"  {area}: no grade, {reason} (page {read.page}: {read.words})"
    for gap in reading.unread:
        yield f"  unread {gap.field}: {gap.message}"


def _read(file: Path, vocabulary: ReferenceData) -> ParsedReport:
    """Read a file; one that cannot be opened gives a `refused` report instead of an error."""
    try:
        with file.open("rb") as opened:
            data = opened.read(LIMITS.file_bytes + 1)
    except FileNotFoundError:
        return ParsedReport(refused="There is no such file.")
    except IsADirectoryError:
        return ParsedReport(refused="This is a folder. Name the files in it.")
    except OSError as error:
        return ParsedReport(refused=f"The file cannot be opened: {error.strerror}.")
    return read_report(data, vocabulary)
