"""Replace an authority with its successors, or give it a new code: one transaction each.

Source of the rules: domain §5 and §3.7 (a successor begins the day after; ratings are inherited as
history; an old code or slug in a URL redirects).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from ratings.importing.entry import EntryRefusedError, set_change_reason
from ratings.models import Authority, Event, FormerCode, Inspection, Succession
from ratings.models.source import SourceStrength
from ratings.rules.dates import day_in_words
from ratings.rules.validation import Problem, join_words, period_of

EVENT = Event.Kind.REORGANISATION

CODES = {
    "gss_code": FormerCode.Scheme.GSS,
    "la_code": FormerCode.Scheme.DFE,
    "slug": FormerCode.Scheme.SLUG,
}
"""Fields of an authority used in URLs, and the scheme under which an old value is kept."""

ADDRESSES = {
    "slug": "slug",
    "gss_code": "GSS code",
    "la_code": "DfE code",
    "ofsted_urn": "Ofsted URN",
}
"""Fields of an authority by which a URL finds it, and their labels."""


@dataclass(frozen=True, slots=True)
class Reorganisation:
    """`predecessor` ends with `last_day`; its successors begin the day after.

    `successors` are unsaved successions: each to an authority in the record, or to an unsaved one.
    """

    predecessor: Authority
    last_day: date
    successors: tuple[Succession, ...]
    source_url: str
    verified: str = SourceStrength.REPORT

    @property
    def first_day(self) -> date:
        return self.last_day + timedelta(days=1)

    @property
    def names(self) -> str:
        return join_words([each.successor.name for each in self.successors], "and")

    def steps(self) -> list[str]:
        """What applying the reorganisation will do, one sentence per step."""
        last, first = day_in_words(self.last_day), day_in_words(self.first_day)
        steps = [f"{self.predecessor} ends: its last day is {last}."]
        for succession in self.successors:
            authority = succession.successor
            if authority._state.adding:
                codes = f"{authority.gss_code}, DfE code {authority.la_code}"
                steps.append(f"{authority} is created ({codes}) and begins on {first}.")
            kind = succession.get_kind_display()
            steps.append(f"{self.predecessor} is recorded as {kind}: {authority}.")
        steps.append(
            f"A reorganisation is entered in the timeline of each, citing {self.source_url}"
        )
        return steps


def problems(plan: Reorganisation) -> list[Problem]:
    """Validate a reorganisation: every reason why it cannot be applied."""
    old, found = plan.predecessor, []
    if old.end_date:
        day = day_in_words(old.end_date)
        found.append(Problem("predecessor", f"{old} has already ended, on {day}: choose another."))
    if old.start_date and plan.last_day < old.start_date:
        why = f"{old} began on {day_in_words(old.start_date)}: its last day cannot be before that."
        found.append(Problem("last_day", why))
    found += [*_inspected_outside(old, "last_day", None, plan.last_day), *_choice_problems(plan)]
    for number, succession in enumerate(plan.successors):
        found += _one(plan, f"successor:{number}", succession.successor)
    return found


def authority_problems(authority: Authority) -> list[Problem]:
    """Validate an authority before saving: codes used by others, impossible days."""
    found, first, last = code_problems(authority), authority.start_date, authority.end_date
    if authority.pk and first:
        found += _inspected_outside(authority, "start_date", first, None)
    if authority.pk and last:
        found += _inspected_outside(authority, "end_date", None, last)
    return found


def _inspected_outside(
    authority: Authority, field: str, first: date | None, last: date | None
) -> Iterable[Problem]:
    """Inspections that cannot have begun between two days; None: no limit on that side."""
    own = Inspection.objects.filter(authority=authority).in_order()
    periods = ((row.key, period_of(row.start, row.published)) for row in own)
    keys = ", ".join(key for key, period in periods if period and not period.meets(first, last))
    if keys:
        when, who = ("after", "successor") if last else ("before", "predecessor")
        yield Problem(
            field,
            f"{authority} has inspections {when} that day ({keys}): correct the day, or enter them"
            f" under the {who} first.",
        )


def code_problems(authority: Authority) -> list[Problem]:
    """Codes and slugs by which a URL finds another authority, now or formerly.

    The same value in the same field is left to that field's own uniqueness check.
    """
    found = []
    for field in ADDRESSES:
        value = getattr(authority, field)
        others = Authority.objects.addressed_as(value).exclude(pk=authority.pk) if value else ()
        for other in others:
            own = [n for n in ADDRESSES if getattr(other, n).lower() == value.lower()]
            said = f"is {other}'s {ADDRESSES[own[0]]}" if own else f"was {other}'s before"
            if getattr(other, field) != value:
                why = f"{value} {said}: addresses with it lead there. Choose another."
                found.append(Problem(field, why))
    return found


def _choice_problems(plan: Reorganisation) -> Iterable[Problem]:
    if not plan.successors:
        yield Problem("successors", "Say who follows: name a council, or create one.")
    if len(plan.successors) == 1 and plan.successors[0].kind == Succession.Kind.SPLIT:
        yield Problem(
            "successor:0:kind",
            f"{plan.predecessor} cannot split into one council: name the others too, or say that"
            " it was replaced by this one or merged into it.",
        )
    for field in ("name", *ADDRESSES):
        values = Counter(getattr(s.successor, field) for s in plan.successors)
        twice = [value for value, count in values.items() if value and count > 1]
        if twice:
            yield Problem("successors", f"“{twice[0]}” is given twice: each successor has its own.")
            return


def _one(plan: Reorganisation, field: str, authority: Authority) -> Iterable[Problem]:
    """What is wrong with one successor."""
    if authority.pk == plan.predecessor.pk:
        yield Problem(field, f"{authority} cannot succeed itself: choose another.")
    elif authority._state.adding:
        authority.start_date = plan.first_day
        try:
            authority.full_clean()
        except ValidationError as refusal:
            for name, messages in refusal.message_dict.items():
                yield from (Problem(f"{field}:{name}", message) for message in messages)
        for problem in code_problems(authority):
            yield Problem(f"{field}:{problem.field}", problem.message)
    elif authority.start_date != plan.first_day:
        began = day_in_words(authority.start_date) if authority.start_date else "before the record"
        first = day_in_words(plan.first_day)
        yield Problem(
            field,
            f"{authority} began {began}, but a successor begins on {first}, the day after the"
            " end: choose one that does, or create it.",
        )


@transaction.atomic
def reorganise(plan: Reorganisation, reason: str) -> None:
    """Apply all of it; raises EntryRefusedError, with nothing written, if there is a problem."""
    found = problems(plan)
    if found:
        raise EntryRefusedError(found)
    plan.predecessor.end_date = plan.last_day
    _keep(plan.predecessor, reason)
    _keep(_event(plan, plan.predecessor, plan.last_day, f"Replaced by {plan.names}"), reason)
    for succession in plan.successors:
        authority = succession.successor
        if authority._state.adding:
            _keep(authority, reason)
        succession.predecessor, succession.successor = plan.predecessor, authority
        succession.date, succession.source_url = plan.first_day, plan.source_url
        _keep(succession, reason)
        event = _event(plan, authority, plan.first_day, "New council begins")
        named = {name: getattr(event, name) for name in ("authority", "kind", "start_date")}
        if not Event.objects.filter(**named).exists():  # one, where it succeeds several
            _keep(event, reason)


def _event(plan: Reorganisation, authority: Authority, day: date, title: str) -> Event:
    return Event(
        authority=authority,
        kind=EVENT,
        start_date=day,
        title=title[:200],
        source_url=plan.source_url,
        verified=plan.verified,
    )


def _keep(row: Authority | Event | Succession | FormerCode, reason: str) -> None:
    set_change_reason(row, reason)
    row.full_clean()
    row.save()


@transaction.atomic
def keep_authority(authority: Authority, reason: str) -> list[FormerCode]:
    """Save an authority; keep a code or slug that it gives up, so that old URLs redirect.

    Returns the codes that it had before. A former code that it takes back is no longer former.
    Raises EntryRefusedError where a code is or was another authority's, or inspections lie outside
    its days.
    """
    found = authority_problems(authority)
    if found:
        raise EntryRefusedError(found)
    before = Authority.objects.filter(pk=authority.pk).first()
    set_change_reason(authority, reason)
    authority.save()
    current = Q()
    for field, scheme in CODES.items():
        current |= Q(scheme=scheme, value=getattr(authority, field))
    for row in authority.former_codes.filter(current):
        set_change_reason(row, reason)
        row.delete()
    given_up = [
        FormerCode(authority=authority, scheme=scheme, value=getattr(before, field))
        for field, scheme in CODES.items()
        if before is not None and getattr(before, field) != getattr(authority, field)
    ]
    for row in given_up:
        _keep(row, reason)
    return given_up


def changed_codes(authority: Authority, values: dict[str, str]) -> Sequence[str]:
    """The fields whose given value differs from the current one; blank means unchanged."""
    return [
        field for field in CODES if values.get(field) and values[field] != getattr(authority, field)
    ]
