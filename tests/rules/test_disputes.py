"""What a discrepancy is about, whose word it is, and how the choice stands to trust."""

import pytest

from ratings.rules.discrepancies import ABOUT_WORDS, SETTLES, About, about, followed, named_source

KEYS = {"report-pdf", "official-2022", "official-2023", "news", "listing"}


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("published", About.PUBLISHED),
        ("start_date", About.FIRST_DAY),
        ("end_date", About.LAST_DAY),
        ("kind", About.KIND),
        ("grade:leaders", About.GRADE),
        ("event:trust start", About.EVENT),
        ("theme", About.OTHER),
    ],
)
def test_the_field_says_what_it_is_about(field: str, expected: About) -> None:
    assert about(field) is expected


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("official-2022", "official-2022"),
        ("report PDF", "report-pdf"),
        ("same report PDF", "report-pdf"),
        ("report PDF (SIF Nov 2015)", "report-pdf"),
        ("official-2023 (requires improvement, recoded)", "official-2023"),
        ("news (CYP Now, Nov 2018)", "news"),
        ("official release", ""),
        ("later report PDF", ""),
        ("later SIF report 80448-2015-11-24 (recalling it)", ""),
        ("news and report PDF", ""),
        ("ministerial answer 2016", ""),
        ("", ""),
    ],
)
def test_a_text_names_a_source_or_none(text: str, key: str) -> None:
    assert named_source(text, KEYS) == key


@pytest.mark.parametrize(
    ("chosen", "trust_a", "trust_b", "words"),
    [
        ("a", 1, 5, "follows the order"),
        ("b", 5, 1, "follows the order"),
        ("a", 5, 1, "departs"),
        ("c", 1, 5, "departs"),
        ("a", None, 1, "no place of its own"),
        ("a", 7, 7, "same place"),
        ("", 1, 5, "Nothing has been chosen"),
    ],
)
def test_the_choice_is_held_against_the_order_of_trust(
    chosen: str, trust_a: int | None, trust_b: int | None, words: str
) -> None:
    assert words in followed(chosen, "a", "b", trust_a, trust_b)


def test_every_kind_has_words_and_says_what_would_settle_it() -> None:
    assert set(ABOUT_WORDS) == set(SETTLES) == set(About)
