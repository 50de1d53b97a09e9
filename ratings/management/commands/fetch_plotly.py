"""Install plotly.js in `var/vendor`, if it is not there: the small build by npm, or the full."""

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
    """npm could not fetch the package; the message states why."""


class Command(BaseCommand):
    requires_system_checks = []
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
        """Return the small build, or else the full one, with a message that states why."""
        try:
            return from_npm()
        except FetchError as reason:
            self.stdout.write(f"{reason} Using the larger file inside the plotly package instead.")
            return from_wheel()


def build_of(path: Path) -> str:
    """Name the build of a file; empty if the file is missing or its checksum is unknown."""
    if not path.is_file():
        return ""
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found == BASIC_SHA256:
        return "the basic build"
    return "the full build" if found == hashlib.sha256(from_wheel()).hexdigest() else ""


def from_npm() -> bytes:
    """Return the npm package's file. Raises CommandError if the archive's checksum differs."""
    npm = shutil.which("npm")
    if npm is None:
        raise FetchError("npm is not installed.")
    command = [npm, "pack", PACKAGE, "--silent", "--fetch-retries=1"]
    with tempfile.TemporaryDirectory() as folder:
        try:
            subprocess.run(  # noqa: S603  # fixed program and arguments
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
    """Return the file included in the installed plotly package."""
    path = distribution("plotly").locate_file("plotly/package_data/plotly.min.js")
    return Path(str(path)).read_bytes()


def write(target: Path, content: bytes) -> None:
    """Write the file atomically."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".part")
    draft.write_bytes(content)
    draft.replace(target)
