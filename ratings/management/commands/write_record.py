"""Write the record from the database to the fixtures."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from ratings.importing.fixtures import write_fixtures


class Command(BaseCommand):
    requires_system_checks = []
    help = "Write the record to fixtures/, one object a line, in an order that never varies."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "fixtures")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        for name, count in write_fixtures(folder).items():
            self.stdout.write(f"{count:>6,}  {name}.jsonl")
