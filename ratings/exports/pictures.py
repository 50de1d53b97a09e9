"""Render SVG charts to PNG, and cache each until its content changes.

A PNG is cached on disk under the hash of its SVG, so that it is never stale and never drawn
twice, whatever else changed in the data. The cache is bounded in bytes: the least recently
used go first. Text is drawn with Source Sans Pro (SIL Open Font License
1.1), which comes as a package of its own: the same image on every machine, whatever fonts it
has.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from functools import lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

logger = logging.getLogger(__name__)

MOST_BYTES = 64 * 1024**2
FONT_FAMILY = "Source Sans Pro"
FONT_PACKAGE = "font_source_sans_pro"
FACES = ("Regular", "Bold", "It")


def png_of(svg: str, width: int, folder: Path) -> bytes:
    """The PNG of a chart at a width in pixels: from the cache in `folder`, else drawn."""
    place = folder / f"{_key(svg, width)}.png"
    try:
        kept = place.read_bytes()
        os.utime(place)
    except OSError:
        kept = b""
    return kept or _keep(place, draw(svg, width))


def draw(svg: str, width: int) -> bytes:
    """Draw the PNG, uncached: some 100 to 400 milliseconds."""
    from resvg_py import svg_to_bytes  # 8 MB that most pages never need

    drawn: bytes = svg_to_bytes(
        svg_string=svg,
        width=width,
        skip_system_fonts=True,
        font_files=list(fonts()),
        font_family=FONT_FAMILY,
        sans_serif_family=FONT_FAMILY,
    )
    return bytes(drawn)


@lru_cache(maxsize=1)
def fonts() -> tuple[str, ...]:
    """The files of the font. Raises RuntimeError where its package is not installed."""
    spec = find_spec(FONT_PACKAGE)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"{FONT_PACKAGE} is not installed: pip install -r requirements.txt")
    folder = Path(spec.origin).parent / "files"
    return tuple(str(folder / f"SourceSansPro-{face}.ttf") for face in FACES)


@lru_cache(maxsize=1)
def _renderer() -> str:
    return f"resvg_py {version('resvg_py')}, {FONT_PACKAGE} {version(FONT_PACKAGE)}"


def _key(svg: str, width: int) -> str:
    """Cache key, of all that the image depends on: its marks, its size, and what draws it."""
    text = f"{_renderer()}\0{width}\0{svg}"
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _keep(place: Path, png: bytes) -> bytes:
    """Write an image to the cache; a disk error does not fail the response."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, suffix=".new", delete=False) as file:
            file.write(png)
        Path(file.name).replace(place)
        make_room(place.parent, MOST_BYTES)
    except OSError as error:
        logger.warning("A picture could not be kept: %s", error)
    return png


def make_room(folder: Path, most_bytes: int) -> None:
    """Delete the least recently used images until the rest fits."""
    files = sorted(((p.stat(), p) for p in folder.iterdir()), key=lambda f: -f[0].st_mtime)
    used = 0
    for state, path in files:
        used += state.st_size
        if used > most_bytes:
            path.unlink(missing_ok=True)
