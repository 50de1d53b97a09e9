"""The grade bands of the wide picture, with every authority's track in its place."""

from __future__ import annotations

from collections.abc import Sequence

from ratings.charts.svg import Canvas
from ratings.charts.text import Box, text_width, wrap
from ratings.charts.timeline.horizontal import Pen, draw_track
from ratings.charts.timeline.labels import sentence
from ratings.charts.timeline.model import Band, Story, Track
from ratings.charts.timeline.reach import VISITS
from ratings.charts.timeline.scale import TimeScale

BAND, BAR, STRIP = 48.0, 20.0, 7.0
ERA_LANE, ERA_BAR = 56.0, 18.0
SMALL = 12


def draw_panel(canvas: Canvas, story: Story, scale: TimeScale, y: float) -> tuple[float, float]:
    """Bands, what is not known of them, and tracks; gives back their top and foot.

    One predecessor stands in the authority's own bands. Several have a lane each: left of the
    rule where they all ended before it, else in rows above the bands.
    """
    lanes = () if story.era_in_bands else story.eras
    left = scale.start
    if lanes and story.begins and story.eras_came_before:
        left = scale.at(story.begins)
    else:
        y = _era_lanes(canvas, lanes, scale, scale.end + 6, y, ERA_LANE)
        lanes = ()
    bottom = y + max(max(len(story.bands), 2) * BAND, len(lanes) * ERA_LANE)
    _era_lanes(canvas, lanes, scale, left, y, (bottom - y) / max(len(lanes), 1))
    _bands(canvas, story, scale, left, y, bottom)
    foot = _not_recorded(canvas, story, scale, left, y, bottom)
    _tracks(canvas, story, scale, left, y, bottom)
    return y, foot


def _tracks(
    canvas: Canvas, story: Story, scale: TimeScale, left: float, top: float, bottom: float
) -> None:
    band = _band_height(story, top, bottom)
    place = {b.position: top + (i + 1) * band - BAR - 4 for i, b in enumerate(story.bands)}
    middle = (top + bottom) / 2 - 1
    walls = _rule_boxes(story, scale, top, bottom)
    if left > scale.start:
        walls += _word_boxes(story, left, top, band)
    pen = Pen(canvas, scale, lambda p: place.get(p or 0, middle), BAR, top, bottom, walls)
    if story.era_in_bands:
        draw_track(pen, story.era_in_bands)
    draw_track(pen, story.own)
    if not story.own.bars and not story.own.marks and not story.own.waiting:
        x = (left + scale.end) / 2
        canvas.text(x, middle - 8, story.line, "tl-muted", size=14, anchor="middle", italic=True)


def _band_height(story: Story, top: float, bottom: float) -> float:
    return (bottom - top) / max(len(story.bands), 1)


def _bands(
    canvas: Canvas, story: Story, scale: TimeScale, left: float, top: float, bottom: float
) -> None:
    """Bands with their names, and years."""
    height = _band_height(story, top, bottom)
    for i, _ in enumerate(story.bands):
        canvas.rect(left, top + i * height, scale.end - left, height - 2, "tl-band")
    canvas.grid((x for _, x, _ in scale.years() if x > left), top, bottom - 2)
    for i, band in enumerate(story.bands):
        _name(canvas, band, left, top + i * height, height, is_inside=left > scale.start)


def _not_recorded(
    canvas: Canvas, story: Story, scale: TimeScale, left: float, top: float, bottom: float
) -> float:
    """Hatching over the bands for graded inspections, below them for visits; gives the foot."""
    foot = bottom
    for each in story.beyond:
        x = max(scale.at(each.start), left)
        y, height = (bottom, STRIP) if each.kind == VISITS else (top, bottom - top - 2)
        canvas.hatch(x, y, scale.end - x, height, each.kind, title=each.words)
        foot = max(foot, y + height)
    return foot


def _name(
    canvas: Canvas, band: Band, left: float, y: float, height: float, *, is_inside: bool
) -> None:
    """The words of a band: left of it, or inside where predecessors stand on the left."""
    if is_inside:
        canvas.text(left + 6, y + 14, _words(band), "tl-muted", size=SMALL)
        return
    lines = [line for word in band.words for line in wrap(sentence(word), SMALL, left - 24)]
    foot = y + height / 2 + 10 - 7 * (len(lines) - 1)
    canvas.lines(left - 10, foot, lines, size=SMALL, anchor="end")


def _words(band: Band) -> str:
    return " / ".join(sentence(word) for word in band.words)


def _rule_boxes(story: Story, scale: TimeScale, top: float, bottom: float) -> list[Box]:
    """Rules are in the way of labels."""
    days = (day for day in (story.begins, story.ends) if day)
    return [Box(scale.at(day) - 2, top, scale.at(day) + 2, bottom) for day in days]


def _word_boxes(story: Story, left: float, top: float, height: float) -> list[Box]:
    """The names of the bands are in the way of labels where they are inside."""
    tops = [top + i * height for i, _ in enumerate(story.bands)]
    ends = [left + 6 + text_width(_words(band), SMALL) for band in story.bands]
    return [Box(left, y, end, y + 16) for y, end in zip(tops, ends, strict=True)]


def _era_lanes(
    canvas: Canvas,
    eras: Sequence[Track],
    scale: TimeScale,
    right: float,
    y: float,
    height: float,
) -> float:
    for i, era in enumerate(eras):
        _era_lane(canvas, era, scale, right, y + i * height, height)
    return y + len(eras) * height


def _era_lane(
    canvas: Canvas, era: Track, scale: TimeScale, right: float, y: float, height: float
) -> None:
    """A predecessor among several: its own lane, name above, grades by letter and colour."""
    left = scale.start
    canvas.rect(left, y, right - left - 6, height - 4, "tl-band")
    name = era.label if text_width(era.label, SMALL) < right - left - 20 else era.name
    canvas.text(left + 6, y + 14, name, "tl-muted", size=SMALL)
    bar_top = y + height - 10 - ERA_BAR
    walls = [
        Box(left, y, left + 6 + text_width(name, SMALL), y + 17),
        Box(right - 2, y, right + 2, y + height),
    ]
    draw_track(Pen(canvas, scale, lambda _: bar_top, ERA_BAR, y, y + height - 4, walls), era)
