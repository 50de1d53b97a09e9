"""The judgement a question is about: overall effectiveness, or one judgement area.

Grades are compared only by `rules.trend`; an area is followed through the frameworks only
where the record says that its areas may be compared.
"""

from __future__ import annotations

from dataclasses import dataclass

from ratings.rules.grades import (
    NO_OVERALL_GRADE,
    in_a_sentence,
    judgements_summary,
    rating_in_words,
)
from ratings.rules.judgement_table import rating_or_reason
from ratings.rules.questions.results import Finding
from ratings.rules.trend import Change, Comparability, Trend, area_trend, headline_trend
from ratings.rules.types import MISSING_WORDS, Area, Framework, Grade, Inspection, NoGradeReason


@dataclass(frozen=True, slots=True)
class QuestionJudgement:
    """`area` is that of the newest framework that judges it; None: overall effectiveness."""

    comparability: Comparability
    area: Area | None = None

    @property
    def words(self) -> str:
        """`overall`, `leaders`: as a sentence names it."""
        return in_a_sentence(self.area.short_name) if self.area else "overall effectiveness"

    @property
    def in_words(self) -> str:
        """` for leaders`, for the end of a phrase; nothing where it is the overall grade."""
        return f" for {self.words}" if self.area else ""

    def area_in(self, framework: Framework) -> Area | None:
        """The framework's area for this judgement, if it has one."""
        if self.area is None:
            return framework.headline_area
        own = framework.area(self.area.key)
        identity = (self.area.framework, self.area.key)
        return own or self.comparability.counterpart(identity, framework.areas)

    def grade(self, inspection: Inspection) -> Grade | None:
        area = self.area_in(inspection.framework)
        rating = inspection.rating(area.key) if area else None
        return rating.grade if rating else None

    def finding(self, inspection: Inspection) -> Finding:
        """The result of a graded inspection: the grade, or text on why there is none."""
        area = self.area_in(inspection.framework)
        if area is None:
            if self.area:
                return Finding(MISSING_WORDS[NoGradeReason.NOT_A_JUDGEMENT], inspection=inspection)
            return Finding(
                NO_OVERALL_GRADE, inspection=inspection, profile=judgements_summary(inspection)
            )
        rating = rating_or_reason(inspection, area)
        return Finding(rating_in_words(rating), rating.grade, inspection)

    def trend(self, now: Inspection, before: Inspection | None) -> Trend:
        """Compare `now` with `before`, under the record's comparability rows."""
        if self.area is None:
            return headline_trend(now, before, self.comparability)
        area = self.area_in(now.framework)
        if area is None:
            return Trend(Change.NOT_COMPARABLE)
        return area_trend(area, now, before, self.comparability)
