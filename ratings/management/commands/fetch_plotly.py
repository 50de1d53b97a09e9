"""Put plotly.js where the site can serve it: the small build where npm is, else the full one."""

import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from base64 import b64encode
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

PACKAGE = "plotly.js-basic-dist-min@4.1.1"
INTEGRITY = (
    "sha512-1oNF8PeQx2hv/y7tqEVWKD3JGwn/MGEMQ8mL9HUwsaqG9FGy"
    "/OU5FHUHvzqbqxN4mnwZGI9abTiE775C4kkjMQ=="
)
MEMBER = "package/plotly-basic.min.js"
BASIC_SHA256 = "99784e3abfb07b142a15e521a439e6d9addceadb3f79553fd24c72774f0649ba"
NPM_SECONDS = 90


class FetchError(Exception):
    """npm did not bring the package; the message says why."""


class Command(BaseCommand):
    """`manage.py fetch_plotly`: does nothing when a right file is there."""

    help = "Put plotly.js into var/vendor: from npm where it exists, else from the plotly package."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="even when a file is there")

    def handle(self, *args: Any, again: bool = False, **options: Any) -> None:
        target = Path(settings.VAR_DIR, "vendor", "plotly.min.js")
        if (there := build_of(target)) and not again:
            self.stdout.write(f"plotly.js is there ({there}).")
            return
        write(target, self._fetched())
        self.stdout.write(f"plotly.js is now there ({build_of(target)}).")

    def _fetched(self) -> bytes:
        """The small build, or the full one and a line that says why."""
        try:
            return from_npm()
        except FetchError as reason:
            self.stdout.write(f"{reason} Using the larger file inside the plotly package instead.")
            return from_wheel()


def build_of(path: Path) -> str:
    """Which build a file is; empty for a file that is missing or not a right one."""
    if not path.is_file():
        return ""
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found == BASIC_SHA256:
        return "the basic build"
    return "the full build" if found == hashlib.sha256(from_wheel()).hexdigest() else ""


def from_npm() -> bytes:
    """The file of the npm package, whose archive is checked before it is opened."""
    npm = shutil.which("npm")
    if npm is None:
        raise FetchError("npm is not installed.")
    command = [npm, "pack", PACKAGE, "--silent", "--fetch-retries=1"]
    with tempfile.TemporaryDirectory() as folder:
        try:
            subprocess.run(  # noqa: S603  # a program and arguments of our own
                command, cwd=folder, check=True, timeout=NPM_SECONDS, capture_output=True
            )
        except (OSError, subprocess.SubprocessError):
            raise FetchError(f"npm could not bring {PACKAGE}.") from None
        archive = next(Path(folder).glob("*.tgz"))
        digest = b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if f"sha512-{digest}" != INTEGRITY:
            raise CommandError(f"{PACKAGE} is not what it was: its checksum differs. Stopped.")
        with tarfile.open(archive) as members:
            file = members.extractfile(MEMBER)
            assert file is not None
            return file.read()


def from_wheel() -> bytes:
    """The file that the installed plotly package carries."""
    path = distribution("plotly").locate_file("plotly/package_data/plotly.min.js")
    return Path(str(path)).read_bytes()


def write(target: Path, content: bytes) -> None:
    """Write the file whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".part")
    draft.write_bytes(content)
    draft.replace(target)
