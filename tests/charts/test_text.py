"""Room for text: widths, lines, and boxes that must not overlap."""

from __future__ import annotations

from ratings.charts.text import Box, first_free, pack, text_width, wrap


def test_wider_letters_take_more_room() -> None:
    assert text_width("www", 12) > text_width("iii", 12)
    assert text_width("I 2013", 12, bold=True) > text_width("I 2013", 12)


def test_lines_are_no_wider_than_asked() -> None:
    words = "requires improvement to be good across the whole of it"
    lines = wrap(words, 12, 110)
    assert " ".join(lines) == words
    assert all(text_width(line, 12) <= 110 for line in lines)
    # But for a word that is too long: it has a line of its own.
    assert wrap("a Northamptonshire b", 12, 20) == ["a", "Northamptonshire", "b"]
    assert wrap("I\u00a0inadequate", 12, 20) == ["I\u00a0inadequate"], "no-break space"


def test_boxes_that_touch_do_not_overlap_and_places_must_be_free() -> None:
    near, far = Box(0, 0, 10, 10), Box(20, 0, 30, 10)
    assert not near.overlaps(Box(10, 0, 20, 10))
    assert near.overlaps(Box(9, 9, 20, 20))
    # The first free place is taken, and the last where none is.
    assert first_free([near, far], [Box(5, 5, 6, 6)]) == far
    assert first_free([near, near], [near]) == near


def test_overlapping_extents_go_on_rows_of_their_own() -> None:
    assert pack([(0, 10), (5, 15), (10, 20), (16, 30)]) == [0, 1, 0, 1]
    assert pack([(0, 10), (10, 20)], gap=1) == [0, 1]
    assert pack([(50, 60), (0, 10)]) == [0, 0]
