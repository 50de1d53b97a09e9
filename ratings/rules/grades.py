"""Order on a scale, and the wording of a grade. Source: domain §2 and §3.4."""

from __future__ import annotations

from collections.abc import Iterable

from ratings.rules.types import MISSING_WORDS, Grade, Inspection, Rating

NO_OVERALL_GRADE = "no overall grade"
NO_GRADE_OF_ALL = "no grade for the services as a whole"


def same_scale(one: Grade, other: Grade) -> bool:
    """Whether two grades can be put in order.

    Adequate and requires improvement share a place and not a meaning: Ofsted raised the bar
    in 2013 (domain §2), so neither is above, below or equal to the other.
    """
    return one.key == other.key or one.position != other.position


def best_first(grades: Iterable[Grade]) -> list[Grade]:
    return sorted(grades, key=lambda grade: (grade.position, grade.key))


def rating_in_words(rating: Rating) -> str:
    """The grade's word, or why there is none."""
    if rating.grade is not None:
        return rating.grade.word
    return MISSING_WORDS.get(rating.missing, rating.missing)


def why_no_headline(inspection: Inspection) -> str:
    """Why a graded inspection has no overall grade.

    A framework outside the line grades parts of the services; an overall of its own is of a part.
    """
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
