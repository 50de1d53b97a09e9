"""How long a grade is held: spells of one grade that follow one another count as one run.

Source: domain §3, "Spells". A run ends at the next graded inspection that found something
else or gave no such grade; the authority's end, or the day to which the record is complete,
leaves it open.
"""

from __future__ import annotations

from dataclasses import dataclass

from ratings.rules.dates import day_in_words
from ratings.rules.grades import INADEQUATE
from ratings.rules.questions.context import QuestionContext
from ratings.rules.questions.judgement import QuestionJudgement
from ratings.rules.questions.question import QuestionParams
from ratings.rules.questions.results import Answer, Finding, Row, Timespan, authorities, sentence
from ratings.rules.spells import Spell, area_spells, headline_spells
from ratings.rules.trend import Change
from ratings.rules.types import Authority, Inspection


@dataclass(frozen=True, slots=True)
class GradeRun:
    """Spells of one grade without a break; `after` is the inspection that ended them."""

    council: Authority
    spells: tuple[Spell, ...]
    after: Inspection | None

    @property
    def first(self) -> Inspection:
        return self.spells[0].inspection

    @property
    def span(self) -> Timespan:
        start, end = self.spells[0].start, self.spells[-1].end
        return Timespan(start, (end - start).days + 1, self.after is None)


def longest_inadequate(known: QuestionContext, asked: QuestionParams) -> Answer:
    """Every time at inadequate, the longest first, abolished authorities among them."""
    found = [
        run
        for council in known.councils
        for run in runs(known, council, asked.subject)
        if (grade := run.spells[0].grade) and grade.key == INADEQUATE
    ]
    found.sort(key=lambda run: (-run.span.days, run.council.name))
    rows = tuple(_row(run, known, asked.subject) for run in found)
    return Answer(_inadequate_sentence(found, known, asked), rows)


def held_longest(known: QuestionContext, asked: QuestionParams) -> Answer:
    """The grade that each existing authority holds, the longest held first."""
    found = []
    for council in known.existing:
        last = runs(known, council, asked.subject)[-1:]
        found += [run for run in last if run.after is None and _is_asked(run, asked)]
    found.sort(key=lambda run: (-run.span.days, run.council.name))
    rows = tuple((run.council, *_held(run, asked.subject)) for run in found)
    return Answer(_held_sentence(found, asked), rows)


def runs(
    known: QuestionContext, council: Authority, subject: QuestionJudgement
) -> tuple[GradeRun, ...]:
    """An authority's runs of a grade in order; spells without a grade make none."""
    spells = _spells(known, council, subject)
    groups: list[list[Spell]] = []
    for spell in spells:
        last = groups[-1][-1] if groups else None
        if last and subject.trend(spell.inspection, last.inspection).change is Change.UNCHANGED:
            groups[-1].append(spell)
        else:
            groups.append([spell])
    following = [group[0].inspection for group in groups[1:]]
    return tuple(
        GradeRun(council, tuple(group), after)
        for group, after in zip(groups, [*following, None], strict=False)
        if group[0].grade
    )


def _spells(
    known: QuestionContext, council: Authority, subject: QuestionJudgement
) -> tuple[Spell, ...]:
    graded, complete_to = known.graded(council), known.complete_to
    if subject.area is None:
        return headline_spells(graded, council, complete_to)
    return area_spells(subject.area, graded, council, complete_to, subject.comparability)


def _is_asked(run: GradeRun, asked: QuestionParams) -> bool:
    grade = run.spells[0].grade
    return grade is not None and asked.grade in ("", grade.key)


def _row(run: GradeRun, known: QuestionContext, subject: QuestionJudgement) -> Row:
    return (run.council, subject.finding(run.first), _until(run, known, subject), run.span,
            len(run.spells))  # fmt: skip


def _until(run: GradeRun, known: QuestionContext, subject: QuestionJudgement) -> Finding:
    if run.after is not None:
        return subject.finding(run.after)
    end = run.council.end
    if end and end < known.as_at:
        return Finding(f"abolished {day_in_words(end)}")
    return Finding("still inadequate as far as is known")


def _held(run: GradeRun, subject: QuestionJudgement) -> Row:
    return (subject.finding(run.first), run.span, len(run.spells),
            subject.finding(run.spells[-1].inspection))  # fmt: skip


def _inadequate_sentence(
    found: list[GradeRun], known: QuestionContext, asked: QuestionParams
) -> str:
    subject = asked.subject.in_words
    if not found:
        return sentence(f"no authority{asked.where} had been inadequate{subject} by then")
    longest, concerned = found[0], len({run.council.slug for run in found})
    still = sum(run.after is None and run.council.exists_on(known.as_at) for run in found)
    now = f"; {still or 'none'} of them still {'are' if still > 1 else 'is'}"
    return sentence(
        f"{authorities(concerned)}{asked.where} {'has' if concerned == 1 else 'have'} been "
        f"inadequate{subject}, {longest.council.name} the longest at {longest.span.words}{now}"
    )


def _held_sentence(found: list[GradeRun], asked: QuestionParams) -> str:
    if not found:
        return sentence(f"no authority{asked.where} holds such a grade{asked.subject.in_words}")
    longest, subject = found[0], asked.subject.in_words
    grade = longest.spells[0].grade
    word, is_one = grade.word if grade else "", len(found) == 1
    of = f"of {authorities(len(found))}{asked.where} that"
    name, span = longest.council.name, longest.span.words
    if asked.grade:
        are = f"{'is' if is_one else 'are'} {word}{subject}"
        return sentence(f"{of} {are}, {name} has been so longest: {span}")
    hold = f"{'holds' if is_one else 'hold'} a grade{subject}"
    return sentence(f"{of} {hold}, {name} has held the same one longest: {word} for {span}")
