"""The timeline at the size of a paragraph, for other sites: the overall grades and the visits.

Two forms of one drawing: named bands for 520 units and more, letters alone for 252, where a
unit is a pixel in the smallest frame (280, less its margins). Text is 12 units or more. Areas,
frameworks and events are left to the page that it leads to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ratings.charts.svg import Canvas
from ratings.charts.text import pack, text_width, wrap
from ratings.charts.timeline.labels import sentence
from ratings.charts.timeline.legend import draw_entries, story_entries
from ratings.charts.timeline.model import GradeBand, GradeBar, Timeline, Track, findings_of
from ratings.charts.timeline.reach import VISITS
from ratings.charts.timeline.scale import TimeScale
from ratings.charts.timeline.visit_markers import RADIUS, draw_mark

WIDE, NARROW = 520, 252
BAND, BAR, ROW, STRIP = 29.0, 15.0, 16.0, 6.0
TEXT = 12
_GUTTERS = {WIDE: 134.0, NARROW: 32.0}


@dataclass(frozen=True, slots=True)
class CompactFrame:
    """Where the bands are: from `top` on, one below another; `left` is where time begins."""

    canvas: Canvas
    scale: TimeScale
    top: float
    bands: int

    @property
    def foot(self) -> float:
        return self.top + max(self.bands, 1) * BAND

    def bar_top(self, position: int | None) -> float:
        """The top of the bars of a place on the scale; without one, the middle."""
        place = position or (self.bands + 1) / 2
        return self.top + place * BAND - BAR - 2


def draw_small(
    story: Timeline, title: str, description: str, *, width: int, heading: bool = False
) -> str:
    """The chart; `heading` writes name, line and notes into it, for use without a page."""
    canvas = Canvas(f"{story.uid}-small-{width}", width)
    scale = TimeScale(story.first, story.last, _GUTTERS[width], width - 3)
    y = _heading(canvas, story) if heading else 0.0
    y = _annotations(canvas, story, scale, y)
    frame = CompactFrame(canvas, scale, y, len(story.bands))
    _bands(frame, story, named=width >= WIDE)
    foot = _not_recorded(frame, story)
    for track in (story.era_in_bands, story.own):
        if track:
            _track(frame, track)
    _waiting(frame, story)
    _before(frame, story)
    _rules(frame, story, y)
    y = _axis(frame, foot)
    shown = [story.own, *([story.era_in_bands] if story.era_in_bands else [])]
    y = draw_entries(canvas, story_entries(story, findings_of(*shown)), y + 4)
    y = _notes(canvas, story, y + 4) if heading else y
    return canvas.finish(y + 2, title, description, f"tl tl-small-{width}")


def _heading(canvas: Canvas, story: Timeline) -> float:
    names = wrap(story.name, 20, canvas.width - 8, bold=True)
    canvas.lines(2, 22, names, size=20, leading=24, bold=True)
    y = 22 + len(names) * 24
    lines = wrap(story.line, 15, canvas.width - 8)
    canvas.lines(2, y, lines, size=15, leading=20)
    return y + len(lines) * 20 - 6


def _annotations(canvas: Canvas, story: Timeline, scale: TimeScale, y: float) -> float:
    """Where the authority began and ended and where no grade is given, above the bands."""
    found = [_extent(x, words, scale) for x, words in _told(story, scale)]
    rows = pack([(start, end) for start, end, _ in found], gap=10)
    for (start, _, words), row in zip(found, rows, strict=True):
        canvas.text(start, y + 12 + row * ROW, words, size=TEXT)
    return y + (max(rows) + 1) * ROW + 3 if rows else y + 4


def _told(story: Timeline, scale: TimeScale) -> Iterator[tuple[float, str]]:
    """Position and text, from left to right."""
    if story.begins:
        yield scale.at(story.begins), f"began {story.begins.year}"
    for bar in story.own.bars:
        if bar.position is None:
            yield scale.at(bar.start), f"{bar.missing} {bar.year}"
    if story.ends:
        yield scale.at(story.ends), f"ended {story.ends.year}"


def _extent(x: float, words: str, scale: TimeScale) -> tuple[float, float, str]:
    """The extent of text that belongs to a place: to its right if there is room."""
    width = text_width(words, TEXT)
    start = x if x + width <= scale.end else scale.end - width
    return start, start + width, words


def _bands(frame: CompactFrame, story: Timeline, *, named: bool) -> None:
    scale, canvas = frame.scale, frame.canvas
    for i, band in enumerate(story.bands):
        y = frame.top + i * BAND
        canvas.rect(scale.start, y, scale.end - scale.start, BAND - 2, "tl-band")
        _name(canvas, band, scale.start - 8, y + BAND / 2 + 3, named=named)
    if story.bands:
        canvas.grid((x for _, x, _ in scale.years() if x > scale.start), frame.top, frame.foot - 2)


def _not_recorded(frame: CompactFrame, story: Timeline) -> float:
    """Hatching over the bands for graded inspections, below them for visits; return the foot."""
    foot, bands = frame.foot, frame.foot - frame.top - 2
    for each in story.beyond:
        x = frame.scale.at(each.start)
        y, height = (frame.foot, STRIP) if each.kind == VISITS else (frame.top, bands)
        frame.canvas.hatch(x, y, frame.scale.end - x, height, each.kind, title=each.words)
        foot = max(foot, y + height)
    return foot


def _name(canvas: Canvas, band: GradeBand, x: float, y: float, *, named: bool) -> None:
    """The label left of a band: its text in as many rows as there are, or its letters."""
    texts = [sentence(word) for word in band.words] if named else ["/".join(band.letters)]
    canvas.lines(x, y - 6 * (len(texts) - 1), texts, size=TEXT, leading=13, anchor="end")


def _track(frame: CompactFrame, track: Track) -> None:
    for before, bar in zip((None, *track.bars), track.bars, strict=False):
        if before:
            _riser(frame, before, bar)
    for bar in track.bars:
        _bar(frame, bar)
    for mark in track.marks:
        y = frame.bar_top(mark.position) - RADIUS - 1
        draw_mark(frame.canvas, frame.scale.at(mark.day), y, mark.finding, mark.hover)


def _riser(frame: CompactFrame, before: GradeBar, bar: GradeBar) -> None:
    if None in (before.position, bar.position) or before.position == bar.position:
        return
    x = frame.scale.at(bar.start)
    tops = sorted((frame.bar_top(before.position), frame.bar_top(bar.position)))
    frame.canvas.line(x, tops[0] + BAR, x, tops[1], "tl-riser")


def _bar(frame: CompactFrame, bar: GradeBar) -> None:
    x0 = frame.scale.at(bar.start)
    width = max(frame.scale.at(bar.end) - x0 - 1, 2.0)
    if bar.position is None:
        height = frame.foot - frame.top - 6
        frame.canvas.rect(x0, frame.top + 2, width, height, "tl-open tl-dashed", title=bar.hover,
                          radius=3)  # fmt: skip
        return
    y = frame.bar_top(bar.position)
    frame.canvas.bar(x0, y, width, BAR, bar.tone, title=bar.hover, is_era=bar.is_era)
    label = _fitting(bar, width - 4)
    if label:
        cls = "tl-ink" if bar.is_era else f"tl-on-{bar.tone}"
        middle = x0 + 3 + text_width(label, TEXT, bold=True) / 2
        frame.canvas.label(middle, y + 11.6, label, bar.tone, cls, is_era=bar.is_era)


def _fitting(bar: GradeBar, room: float) -> str:
    """Letter and year, the letter alone, or nothing: the band and the axis say both too."""
    choices = (bar.label, bar.letter)
    return next((words for words in choices if text_width(words, TEXT, bold=True) <= room), "")


def _waiting(frame: CompactFrame, story: Timeline) -> None:
    """A dashed line until there is a first grade, to carry visits, and what it means.

    For an authority without any inspection the line is there instead.
    """
    wait = story.own.waiting
    if wait:
        x0, x1 = frame.scale.at(wait.start) + 2, frame.scale.at(wait.end) - 2
        y = frame.bar_top(None)
        frame.canvas.line(x0, y, max(x1, x0), y, "tl-dashed")
        _said(frame, wait.reason, x0, x1)
    elif not story.own.bars and not story.own.marks:
        _said(frame, story.line, frame.scale.start, frame.scale.end)


def _before(frame: CompactFrame, story: Timeline) -> None:
    """Several predecessors, or one that went on, have no room here: a note says so."""
    if story.eras and story.begins and not story.era_in_bands:
        count = len(story.eras)
        words = "1 predecessor" if count == 1 else f"{count} predecessors"
        _said(frame, words, frame.scale.start, frame.scale.at(story.begins))


def _said(frame: CompactFrame, words: str, x0: float, x1: float) -> None:
    """Text in the bands between two places, where it fits."""
    if text_width(words, TEXT) <= x1 - x0 - 8:
        y = frame.bar_top(None) + 14
        frame.canvas.text(x0 + 4, y, words, "tl-muted", size=TEXT, italic=True)


def _rules(frame: CompactFrame, story: Timeline, top: float) -> None:
    for day in (story.begins, story.ends):
        if day:
            x = frame.scale.at(day)
            frame.canvas.line(x, top - 4, x, frame.foot - 2, "tl-rule")


def _axis(frame: CompactFrame, foot: float) -> float:
    """Every year, or every second, third …: as many as have room."""
    years = list(frame.scale.years())
    wide = max((x1 - x0 for _, x0, x1 in years), default=1.0)
    step = next(n for n in range(1, 100) if n * wide >= 32)
    for year, x0, _ in years[::step]:
        if x0 + 28 <= frame.scale.end:
            frame.canvas.text(x0, foot + 11, str(year), "tl-muted", size=TEXT)
    return foot + 14


def _notes(canvas: Canvas, story: Timeline, y: float) -> float:
    lines = [line for note in story.notes for line in wrap(note, TEXT, canvas.width - 4)]
    canvas.lines(2, y + 12, lines, "tl-muted", size=TEXT, leading=16)
    return y + len(lines) * 16 + 2
