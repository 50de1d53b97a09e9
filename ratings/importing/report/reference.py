"""The names in the record to search reports for: authorities, frameworks, areas, grades."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ratings.importing.report.text import squeeze
from ratings.models import Alias, Authority, Framework, HeadingAlias, JudgementArea, Succession
from ratings.models.data_version import VersionCached
from ratings.rules import types
from ratings.rules.name_matching import normalise


@dataclass(frozen=True, slots=True)
class AreaRef:
    """A judgement area; `headings` are all squeezed phrases that may be its heading."""

    key: str
    name: str
    headings: frozenset[str]


@dataclass(frozen=True, slots=True)
class FrameworkRef:
    """A framework: the days it applied, its areas, and its grades (key and text)."""

    code: str
    group: str
    first_day: date
    last_day: date | None
    kinds: frozenset[str]
    areas: tuple[AreaRef, ...]
    grades: tuple[tuple[str, str], ...]

    def applied_on(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True)
class ReferenceData(VersionCached):
    """The record's data for the report parser; `spellings`: names as normalised word tuples."""

    councils: dict[str, types.Authority]
    spellings: dict[tuple[str, ...], frozenset[str]]
    rules: tuple[FrameworkRef, ...]

    def of_group(self, group: str) -> tuple[FrameworkRef, ...]:
        return tuple(rules for rules in self.rules if rules.group == group)

    @classmethod
    def _read(cls) -> ReferenceData:
        councils = [council.record() for council in Authority.objects.all()]
        aliases = Alias.objects.values_list("name", "authority__slug")
        return cls(
            councils={council.slug: council for council in councils},
            spellings=_spellings([*((c.name, c.slug) for c in councils), *aliases]),
            rules=_rules(),
        )


def _spellings(named: list[tuple[str, str]]) -> dict[tuple[str, ...], frozenset[str]]:
    """Slugs by normalised words; two authorities may share a spelling.

    A name also means a former council whose own name begins with it: "Dorset" was printed for the
    old county too, and the day decides which is meant.
    """
    found: dict[tuple[str, ...], set[str]] = {}
    for name, slug in named:
        found.setdefault(tuple(normalise(name).split()), set()).add(slug)
    before = Succession.objects.values_list("successor__slug", "predecessor__slug")
    for successor, predecessor in before:
        older = [words for words, slugs in found.items() if predecessor in slugs]
        for words, slugs in found.items():
            if successor in slugs and any(name[: len(words)] == words for name in older):
                slugs.add(predecessor)
    return {words: frozenset(slugs) for words, slugs in found.items()}


def _rules() -> tuple[FrameworkRef, ...]:
    frameworks = Framework.objects.select_related("scale").prefetch_related(
        "areas__headings", "scale__grades", "kinds"
    )
    areas = JudgementArea.objects.select_related("framework")
    headings = _headings(list(areas))
    return tuple(
        FrameworkRef(
            code=framework.code,
            group=framework.group or framework.code,
            first_day=framework.first_day,
            last_day=framework.last_day,
            kinds=frozenset(kind.key for kind in framework.kinds.all()),
            areas=tuple(
                AreaRef(area.key, area.name, headings[framework.group, area.key])
                for area in framework.areas.all()
            ),
            grades=tuple((grade.key, grade.word) for grade in framework.grades),
        )
        for framework in frameworks
    )


def _headings(areas: list[JudgementArea]) -> dict[tuple[str, str], frozenset[str]]:
    """Squeezed headings by group and area key: versions of one framework share them.

    The name of another area of the group is never a heading of this one: files from before 2023
    say "children in care" and include the care leavers.
    """
    names = {(area.framework.group, squeeze(area.name)): area.key for area in areas}
    found: dict[tuple[str, str], set[str]] = {}
    aliases = HeadingAlias.objects.select_related("area__framework")
    pairs = [(area, area.name) for area in areas] + [(a.area, a.text) for a in aliases]
    for area, text in pairs:
        group, phrase = area.framework.group, squeeze(text)
        kept = found.setdefault((group, area.key), set())
        for form in (phrase, "the" + phrase):
            if names.get((group, form), area.key) != area.key:
                break
        else:
            kept.add(phrase.removeprefix("the"))
    return {key: frozenset(phrases) for key, phrases in found.items()}
