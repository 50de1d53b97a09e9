"""Public changes: one row each, written in the transaction that makes it.

A row says what was true then: nothing that is done to an account, a group, a name or a title
afterwards changes it. django-simple-history is the keepers' own log;
this is what readers see.

Of each subject the state that the public saw before a transaction is kept while it lasts; after
each of its changes the rows of the transaction about that subject are written anew, from the
difference. So work on a draft writes none, an entry with its sources and grades is one row, and
what is changed and put back is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Prefetch, Q
from django.db.models.signals import m2m_changed, pre_delete, pre_save
from simple_history.signals import post_create_historical_record

from ratings.models.authority import Authority, Succession
from ratings.models.data_version import (
    MOVED_LATER,
    DataVersion,
    TransactionState,
    change_timestamp,
)
from ratings.models.db import BATCH, batches
from ratings.models.event import Event
from ratings.models.history import FIRST_RECORDED
from ratings.models.inspection import Inspection
from ratings.models.rating import Rating
from ratings.models.source import Discrepancy
from ratings.rules.dates import day_in_words

PER_PAGE = 100
"""Changes of a page."""

NOT_SHOWN = frozenset({"id", "inspection", "area"})
"""Fields that say nothing to the public."""

DECIDED = frozenset({"chosen", "why"})
"""Values of a discrepancy that are part of settling it."""

CITATION = frozenset({"sources", "strength of evidence"})
"""Values that alone change where a fact is cited from one more source."""

AGAIN = "published again"
WHILE_WITHDRAWN = "changed while it was withdrawn"
NO_REASON = "no reason was given"
NOT_RECORDED = "not recorded"
NOTHING = "nothing"

Facts = dict[str, tuple[str, dict[str, tuple[Any, str]]]]
"""What a subject says in public. By part (an area's primary key; empty: the subject itself): the
words before its labels, and by label a value as stored and in words."""


class ChangeKind(models.TextChoices):
    """What became of something."""

    ENTERED = "entered", "entered"
    CORRECTED = "corrected", "corrected"
    WITHDRAWN = "withdrawn", "withdrawn"
    CITED = "cited", "cited in addition"
    DISPUTED = "disputed", "disputed"
    SETTLED = "settled", "settled"


class PublicChange(models.Model):
    """One thing that became of a subject, in words; `what` is empty where it is the whole of it.

    `subject_key` identifies an inspection or an authority in its URL. `begun` and `known` are the
    days from which the subject is on record; null: always. `who` is a role, `name` the person's,
    which the public never sees. `facts` are what a withdrawn subject said last.
    """

    kind = models.CharField(max_length=10, choices=ChangeKind)
    when = models.DateTimeField()
    version = models.PositiveBigIntegerField()
    subject_kind = models.CharField(max_length=20)
    subject_pk = models.PositiveBigIntegerField()
    subject_key = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=400)
    authority_pk = models.PositiveBigIntegerField()
    authority_slug = models.CharField(max_length=80)
    authority_name = models.CharField(max_length=120)
    predecessor_pk = models.PositiveBigIntegerField(null=True)
    begun = models.DateField(null=True)
    known = models.DateField(null=True)
    what = models.CharField(max_length=200, blank=True)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    why = models.TextField()
    who = models.TextField()
    name = models.CharField(max_length=400, blank=True)
    facts = models.JSONField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["when"], name="change_by_time"),
            models.Index(fields=["version"], name="change_by_version"),
            models.Index(fields=["kind", "-id"], name="change_of_kind"),
            models.Index(fields=["authority_pk", "-id"], name="change_of_authority"),
            models.Index(fields=["subject_kind", "subject_pk", "-id"], name="change_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.authority_name}, {self.title}: {self.what or self.kind}"

    @classmethod
    def about(cls, model: type[models.Model], pks: Iterable[int]) -> models.QuerySet[PublicChange]:
        """Every change of subjects of a model, the newest first."""
        kind = model._meta.model_name
        return cls.objects.filter(subject_kind=kind, subject_pk__in=pks)


@dataclass(frozen=True, slots=True)
class ChangeFilter:
    """Which changes: of one kind, of one authority (slug), since a time, before a place.

    `as_at` and `known_by` leave out what is about inspections begun, or published, later;
    None where the page is about everything known today. `versions`: the first and the last.
    """

    what: str = ""
    authority: str = ""
    since: datetime | None = None
    before: Q = field(default_factory=Q)
    as_at: date | None = None
    known_by: date | None = None
    versions: tuple[int, int] | None = None

    def rows(self) -> models.QuerySet[PublicChange]:
        """The changes, the newest first. Settling a discrepancy is asked for as *disputed* too."""
        found = PublicChange.objects.filter(self.before)
        if self.what:
            kinds = {self.what, *([ChangeKind.SETTLED] * (self.what == ChangeKind.DISPUTED))}
            found = found.filter(kind__in=kinds)
        if self.authority:
            own = Authority.objects.filter(slug=self.authority).values("pk")
            found = found.filter(Q(authority_pk__in=own) | Q(predecessor_pk__in=own))
        if self.since:
            found = found.filter(when__gte=self.since)
        for column, day in (("begun", self.as_at), ("known", self.known_by)):
            if day:
                found = found.filter(
                    Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__lte": day})
                )
        return found.filter(version__range=self.versions) if self.versions else found

    def page(self) -> tuple[list[PublicChange], PublicChange | None]:
        """The first page of them, and the change with which the next begins."""
        found = list(self.rows()[: PER_PAGE + 1])
        return found[:PER_PAGE], (found[PER_PAGE] if len(found) > PER_PAGE else None)


def role(user: Any) -> str:
    """The role of a user: their groups, never their name."""
    if user is None:
        return NOT_RECORDED
    groups = sorted(group.name.lower() for group in user.groups.all())
    return " and ".join(groups) or ("administrator" if user.is_superuser else "keeper")


def in_words(value: Any) -> str:
    """A value as display text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return day_in_words(value)
    return str(value) if value not in (None, "") else NOTHING


# --- what the public sees of a subject ---


def _describe_inspection(row: Inspection) -> dict[str, Any]:
    return {
        "subject_key": row.key, "authority": row.authority,
        "title": f"{row.kind.name}, {row.shown_date.in_words()}",
        "begun": row.first_day,
        "known": row.published or row.first_day,
    }  # fmt: skip


def _describe_event(row: Event) -> dict[str, Any]:
    title = f"event, {row.start.in_words()}: {row.title}"
    return {"authority": row.authority, "title": title, "begun": row.start_date}


def _describe_authority(row: Authority) -> dict[str, Any]:
    return {"subject_key": row.slug, "authority": row, "title": "the authority itself"}


def _describe_succession(row: Succession) -> dict[str, Any]:
    title = f"succession to {row.predecessor.name}, {row.get_kind_display()}"
    return {
        "subject_key": row.successor.slug, "authority": row.successor, "title": title,
        "predecessor_pk": row.predecessor_id,
    }  # fmt: skip


def _describe_discrepancy(row: Discrepancy) -> dict[str, Any]:
    title, inspection = f"discrepancy on {row.field}", row.inspection
    if inspection is None:
        return {"authority": row.authority, "title": title}
    known = inspection.published or inspection.first_day
    return {
        "authority": row.authority, "title": title, "begun": inspection.first_day, "known": known
    }  # fmt: skip


SUBJECTS: dict[Any, tuple[Any, tuple[str, ...]]] = {
    Inspection: (_describe_inspection, ("authority", "framework", "kind")),
    Event: (_describe_event, ("authority",)),
    Authority: (_describe_authority, ()),
    Succession: (_describe_succession, ("predecessor", "successor")),
    Discrepancy: (_describe_discrepancy, ("authority", "inspection")),
}
"""How a row of each model is described, and the related rows that this needs."""

State = tuple[dict[str, Any], Facts]
"""Columns that say what a change is about, and what the subject says."""


def read_states(model: Any, pks: Collection[int]) -> dict[int, State]:
    """What the public sees of rows now, by primary key; drafts and what is gone are left out."""
    about, related = SUBJECTS[model]
    found = model.objects.filter(pk__in=pks).select_related(*related)
    if model is Inspection:
        ratings = Rating.objects.select_related("area", "grade").order_by("area__order")
        found = found.filter(status=Inspection.Status.PUBLISHED).prefetch_related(
            "sources", Prefetch("ratings", ratings.prefetch_related("sources"))
        )
    if model is Discrepancy:
        found = found.exclude(inspection__status=Inspection.Status.DRAFT)
    return {row.pk: (_with_authority(about(row)), _read_facts(row)) for row in found}


def _with_authority(about: dict[str, Any]) -> dict[str, Any]:
    authority = about.pop("authority")
    names = {"authority_slug": authority.slug, "authority_name": authority.name}
    return about | names | {"authority_pk": authority.pk}


def _read_facts(row: Any) -> Facts:
    rated = row.ratings.all() if isinstance(row, Inspection) else ()
    parts = {str(each.area_id): (f"{each.area.short_name}: ", _read_values(each)) for each in rated}
    return {"": ("", _read_values(row))} | parts


def _read_values(row: Any) -> dict[str, tuple[Any, str]]:
    """Each value of a row by its label: as it is stored (as JSON can hold it), and in words."""
    found: dict[str, tuple[Any, str]] = {}
    for each in row._meta.concrete_fields:
        if not (each.generated or each.name in NOT_SHOWN):
            kept, shown = getattr(row, each.attname), getattr(row, each.name)
            shown = dict(each.flatchoices).get(shown, shown) if each.choices else shown
            kept = kept if isinstance(kept, int | str | None) else str(kept)
            found[str(each.verbose_name)] = (kept, in_words(shown))
    if row._meta.many_to_many:
        sources = sorted(row.sources.all(), key=str)
        pks, titles = sorted(each.pk for each in sources), ", ".join(map(str, sources))
        found["sources"] = (pks, in_words(titles))
    return found


# --- what a transaction changed ---


@dataclass(frozen=True, slots=True)
class ChangeAuthor:
    """Who changed something and why: `who` is a role, `why` may be empty."""

    who: str = NOT_RECORDED
    name: str = ""
    why: str = ""


ChangeParts = tuple[ChangeKind, str, str, str, ChangeAuthor]
"""A change: its kind, the label of the value, the old and the new one, and by whom."""

Subject = tuple[Any, int]
"""Model and primary key."""


class ChangesOfTransaction(TransactionState):
    """What a transaction does to its subjects: their states before it, and who changes what.

    A savepoint that is rolled back leaves nothing wrong here: the database takes its rows back,
    and a state before the first change is still that.
    """

    def __init__(self) -> None:
        self.before: dict[Subject, State | None] = {}
        self.authors: dict[Subject, dict[str, ChangeAuthor]] = defaultdict(dict)
        self.people: dict[int, ChangeAuthor] = {}
        self.later: dict[Any, set[int]] = defaultdict(set)

    def hold(self, model: Any, pks: Iterable[int]) -> None:
        """Keep what the public sees of subjects, before the transaction first changes them."""
        for some in batches(pk for pk in pks if (model, pk) not in self.before):
            states = read_states(model, some)
            self.before |= {(model, pk): states.get(pk) for pk in some}

    def note(self, row: Any, user: Any, why: str) -> Subject:
        """Keep who changed a row and why; a later change without a reason keeps the earlier."""
        model, pk, part = _find_subject(row)
        self.before.setdefault((model, pk), None)
        known = self.authors[model, pk]
        if user is not None and user.pk not in self.people:
            name = user.get_full_name() or user.get_username()
            self.people[user.pk] = ChangeAuthor(role(user), name)
        by = self.people[user.pk] if user else ChangeAuthor()
        why = why or (known[part].why if part in known else "")
        known[part] = ChangeAuthor(by.who, by.name, why)
        return model, pk

    def write(self, model: Any, pks: Iterable[int]) -> None:
        """Write the rows about subjects anew; at the end of `single_version` where it is open."""
        if MOVED_LATER.get():
            self.later[model].update(pks)
            return
        for some in batches(pks):
            self._write(model, some)

    def _write(self, model: Any, pks: Collection[int]) -> None:
        number, when = DataVersion.number_of_transaction(), change_timestamp()
        now, last = read_states(model, pks), self._last_facts(model, pks, number)
        rows = []
        for pk in pks:
            before, after = self.before[model, pk], now.get(pk)
            found = tuple(_compare_states(before, after, last.get(pk), self.authors[model, pk]))
            about = _describe_change(before, after) | {"subject_kind": model._meta.model_name}
            rows += [
                PublicChange(
                    kind=kind, when=when, version=number, subject_pk=pk, what=what, old=old,
                    new=new, why=by.why or NO_REASON, who=by.who, name=by.name,
                    facts=before[1] if before and kind == ChangeKind.WITHDRAWN else None, **about,
                )
                for kind, what, old, new, by in reversed(found)
            ]  # fmt: skip
        PublicChange.about(model, pks).filter(version=number).delete()
        PublicChange.objects.bulk_create(rows, batch_size=BATCH)
        if model is Inspection:
            known = {pk for pk in pks if self.before[model, pk]} | set(last)
            self._publish_discrepancies(now.keys() - known)

    def _last_facts(self, model: Any, pks: Iterable[int], number: int) -> dict[int, Facts]:
        """What subjects that are not public said last, before this version withdrew them."""
        absent = [pk for pk in pks if self.before[model, pk] is None]
        withdrawn = PublicChange.about(model, absent).filter(kind=ChangeKind.WITHDRAWN)
        rows = withdrawn.filter(version__lt=number).order_by("id") if absent else ()
        return {row.subject_pk: row.facts or {} for row in rows}

    def _publish_discrepancies(self, entered: Collection[int]) -> None:
        """Discrepancies about a draft become public with it."""
        rows = Discrepancy.objects.filter(inspection__in=entered) if entered else ()
        for pk, inspection in [(row.pk, row.inspection_id) for row in rows]:
            self.before.setdefault((Discrepancy, pk), None)
            by = self.authors[Inspection, inspection].get("", ChangeAuthor())
            self.authors[Discrepancy, pk].setdefault("", by)
            self._write(Discrepancy, [pk])


def _describe_change(before: State | None, after: State | None) -> dict[str, Any]:
    """What a change is about; on record from the earlier of the days before it and after it."""
    states = [state[0] for state in (after, before) if state]
    days = {
        name: min(filter(None, (state.get(name) for state in states)), default=None)
        for name in ("begun", "known")
    }
    return (states[0] if states else {}) | days


def _compare_states(
    before: State | None, after: State | None, last: Facts | None, by: Mapping[str, ChangeAuthor]
) -> Iterator[ChangeParts]:
    """What became of a subject; `last` is what it said before it was withdrawn."""
    own = by.get("", ChangeAuthor())
    if after is None:
        if before:
            yield ChangeKind.WITHDRAWN, "", "", "", own
        return
    if "status" in after[1][""][1] and "chosen" in after[1][""][1]:
        yield from _compare_status(before[1] if before else last, after[1], own)
    elif before is None:
        yield ChangeKind.ENTERED, AGAIN if last else "", "", "", own
    if before:
        yield from _compare_facts(before[1], after[1], by)
    elif last:
        why = ChangeAuthor(own.who, own.name, own.why or WHILE_WITHDRAWN)
        yield from _compare_facts(last, after[1], dict.fromkeys(last | after[1], why))


def _compare_status(before: Facts | None, after: Facts, by: ChangeAuthor) -> Iterator[ChangeParts]:
    """That a discrepancy was opened or settled, with the old state and the new."""
    then, now = before[""][1] if before else {}, after[""][1]
    if then.get("status", [""])[0] == now["status"][0]:
        return
    if now["status"][0] == Discrepancy.Status.OPEN:
        yield ChangeKind.DISPUTED, "opened", then["chosen"][0] if then else "", "open", by
    else:
        yield ChangeKind.SETTLED, "settled", "open" if then else "", now["chosen"][0], by


def _compare_facts(
    before: Facts, after: Facts, by: Mapping[str, ChangeAuthor]
) -> Iterator[ChangeParts]:
    """The values in which two states differ. Of a grade that came or went, the grade alone."""
    for part in before | after:
        prefix = (before | after)[part][0]
        old, new = (facts[part][1] if part in facts else {} for facts in (before, after))
        who = by.get(part) or by.get("") or ChangeAuthor()
        if not (old and new):
            then, now = _name_grade(old), _name_grade(new)
            if then != now:
                yield ChangeKind.CORRECTED, f"{prefix}grade", then, now, who
            continue
        changed = [label for label in new if new[label][0] != old.get(label, new[label])[0]]
        if "status" in changed:
            changed = [label for label in changed if label not in DECIDED | {"status"}]
        kind = ChangeKind.CITED if _is_citation(changed, old, new) else ChangeKind.CORRECTED
        yield from ((kind, prefix + one, old[one][1], new[one][1], who) for one in changed)


def _is_citation(changed: Collection[str], old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether a fact was cited from one more source, and nothing else of it changed."""
    if "sources" not in changed or not CITATION.issuperset(changed):
        return False
    return set(old["sources"][0]) < set(new["sources"][0])


def _name_grade(values: Mapping[str, tuple[Any, str]]) -> str:
    """The grade in words, or why there is none."""
    if not values:
        return NOTHING
    return values["grade" if values["grade"][0] else "why there is no grade"][1]


# --- where changes are noticed ---


def _find_subject(row: Any) -> tuple[Any, int, str]:
    """The model and primary key of what a row is about, and the part of it that the row is."""
    if isinstance(row, Rating):
        return Inspection, row.inspection_id, str(row.area_id)
    return type(row), row.pk, ""


def hold_rows(model: Any, pks: Collection[int]) -> None:
    """Before rows are changed in bulk: keep what the public sees of their subjects."""
    if model is Rating:
        ratings = Rating.objects.filter(pk__in=pks)
        model, pks = Inspection, set(ratings.values_list("inspection_id", flat=True))
    ChangesOfTransaction.current().hold(model, pks)


def note_rows(rows: Iterable[Any], user: Any, reasons: Mapping[int, str]) -> None:
    """After rows of one model were changed in bulk (before, where they are deleted)."""
    changes = ChangesOfTransaction.current()
    found = ((row, reasons[row.pk]) for row in rows)
    found = ((row, why) for row, why in found if why != FIRST_RECORDED)
    subjects = dict.fromkeys(changes.note(row, user, why) for row, why in found)
    for model in {model for model, _ in subjects}:
        changes.write(model, [pk for _, pk in subjects])


@contextmanager
def single_version() -> Iterator[None]:
    """Move the data version, and write the changes, once for all that is done inside.

    The caller holds the transaction in which it is done.
    """
    token = MOVED_LATER.set(True)
    try:
        yield
    finally:
        MOVED_LATER.reset(token)
    changes = ChangesOfTransaction.current()
    for model, pks in sorted(changes.later.items(), key=lambda item: item[0] is Discrepancy):
        changes.write(model, sorted(pks))
    changes.later.clear()
    DataVersion.bump()


def _hold_before(
    sender: Any, instance: Any, action: str = "", reverse: bool = False, raw: bool = False, **_: Any
) -> None:
    model, pk, _part = _find_subject(instance)
    if pk is not None and not (raw or reverse or action.startswith("post_")):
        ChangesOfTransaction.current().hold(model, [pk])


def _changed(instance: Any, history_user: Any, history_change_reason: str, **_: Any) -> None:
    if history_change_reason != FIRST_RECORDED:
        changes = ChangesOfTransaction.current()
        model, pk = changes.note(instance, history_user, history_change_reason or "")
        changes.write(model, [pk])


for _model in (Rating, *SUBJECTS):
    pre_save.connect(_hold_before, sender=_model)
    pre_delete.connect(_hold_before, sender=_model)
    for _field in _model._meta.many_to_many:
        m2m_changed.connect(_hold_before, sender=_field.remote_field.through)
    post_create_historical_record.connect(_changed, sender=_model.history.model)
