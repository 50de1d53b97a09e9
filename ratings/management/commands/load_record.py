"""Load the record in the fixtures into an empty database."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ratings.importing.fixtures import FixtureError, is_empty, load_fixtures


class Command(BaseCommand):
    requires_system_checks = []
    help = "Load the whole record from fixtures/ into an empty database; else leave it alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "fixtures")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        if not is_empty():
            self.stdout.write("The database already holds a record: nothing loaded.")
            return
        self.stdout.write("Loading the record …")
        try:
            count = load_fixtures(folder)
        except FixtureError as problem:
            raise CommandError(f"{problem} Nothing was loaded.") from problem
        self.stdout.write(f"Loaded {count:,} objects from {folder.name}/.")
