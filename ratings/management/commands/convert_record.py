"""Update the fixtures from the CSV files of the national record."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ratings.importing.converting import convert
from ratings.importing.fixtures import FixtureError


class Command(BaseCommand):
    help = (
        "Update fixtures/ with what the CSV files of the national record hold. What only the"
        " fixtures hold stays. The database is left alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("csvs", type=Path, help="the folder of the CSV files")
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "fixtures")

    def handle(self, *args: Any, csvs: Path, folder: Path, **options: Any) -> None:
        try:
            counts = convert(csvs, folder)
        except (FixtureError, OSError) as problem:
            raise CommandError(f"{problem} Nothing was written.") from problem
        for name, (new, changed, gone) in counts.items():
            self.stdout.write(f"{new:>6,} new {changed:>6,} changed {gone:>6,} gone  {name}.jsonl")
