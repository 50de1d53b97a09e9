"""Order on a scale, and the wording of a grade. Source: domain §2 and §3.4."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from ratings.rules.types import (
    CHILDRENS_SERVICES,
    MISSING_WORDS,
    Framework,
    Grade,
    Inspection,
    Rating,
)

NO_OVERALL_GRADE = "no overall grade"
NO_GRADE_OF_ALL = "no grade for the services as a whole"


OUTSTANDING, GOOD, INADEQUATE = "outstanding", "good", "inadequate"
"""Keys of grades that questions and counts name."""


def on_scales(grades: Iterable[Grade], scales: Iterable[Collection[str]]) -> dict[str, Grade]:
    """The grades by key, each with those that it is at least; a scale is the keys of its grades."""
    known, shared = {grade.key: grade for grade in grades}, [set(scale) for scale in scales]

    def below(one: Grade, key: str) -> bool:
        is_shared = any({one.key, key} <= scale for scale in shared)
        return key == one.key or (is_shared and one.position < known[key].position)

    return {
        key: replace(one, at_least=frozenset(other for other in known if below(one, other)))
        for key, one in known.items()
    }


def is_comparable(one: Grade, other: Grade) -> bool:
    """Whether two grades can be put in order: they are one grade, or stand on one scale."""
    return one.key == other.key or one.key in other.at_least or other.key in one.at_least


def reaches(grade: Grade | None, goal: str) -> bool:
    """Whether a grade is a goal of recovery or better: good, else anything above inadequate."""
    if grade is None or goal == GOOD:
        return grade is not None and GOOD in grade.at_least
    return grade.key != INADEQUATE and INADEQUATE in grade.at_least


def best_first(grades: Iterable[Grade]) -> list[Grade]:
    return sorted(grades, key=lambda grade: (grade.position, grade.key))


def grades_of(frameworks: Iterable[Framework]) -> list[Grade]:
    """The grades that some frameworks can give, best first."""
    return best_first({grade for framework in frameworks for grade in framework.grades})


def rating_in_words(rating: Rating) -> str:
    """The grade's word, or why there is none."""
    if rating.grade is not None:
        return rating.grade.word
    return MISSING_WORDS.get(rating.missing, rating.missing)


def why_no_headline(inspection: Inspection) -> str:
    """Why a graded inspection has no overall grade.

    A framework outside the line grades parts of the services; an overall of its own is of a part.
    Of another programme, what its areas found is all there is.
    """
    if inspection.framework.programme != CHILDRENS_SERVICES:
        return judgements_summary(inspection)
    area = inspection.framework.headline_area
    rating = inspection.rating(area.key) if area else None
    if rating is not None and rating.grade is None:
        return rating_in_words(rating)
    return NO_OVERALL_GRADE if inspection.framework.in_line else NO_GRADE_OF_ALL


def judgements_summary(inspection: Inspection) -> str:
    """The grades of an inspection in one phrase; printed where there is no overall grade.

    `leaders outstanding · help and protection good · …` (domain §3.2).
    """
    return " · ".join(
        f"{in_a_sentence(rating.area.short_name)} {rating_in_words(rating)}"
        for rating in inspection.ratings
    )


def in_a_sentence(name: str) -> str:
    """`overall effectiveness`, `help and protection`, `LSCB`: an area's name within a sentence."""
    return name if name.split(" ")[0].isupper() else name[:1].lower() + name[1:]
