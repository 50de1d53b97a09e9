"""Parameters of an operation, validated against the record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from ninja import Schema

from ratings.filters import FINDINGS, INSPECTION_ORDER
from ratings.forms import QueryDates, today
from ratings.models import Authority, Event
from ratings.models.authority import Succession
from ratings.models.record import Record
from ratings.models.source import Discrepancy
from ratings.parameters import PARTS, part_named
from ratings.rules.discrepancies import ABOUT_WORDS
from ratings.rules.grades import grades_of
from ratings.rules.national import CountBasis
from ratings.rules.status import NO_OVERALL_GRADE, WITHOUT_GRADE
from ratings.rules.trend import Change
from ratings.rules.types import Framework, NoGradeReason
from ratings.tables import AuthorityTable
from ratings.views.api.problems import ApiError
from ratings.views.api.queries import given
from ratings.views.changes.selectors import WHAT
from ratings.views.compare.params import slug_of
from ratings.views.errors import ParameterError

Q_co = TypeVar("Q_co", bound=Schema, covariant=True)
Q = TypeVar("Q", bound=Schema)

SPANS = (("begun_from", "begun_to"), ("published_from", "published_to"))


@dataclass(frozen=True, slots=True)
class ApiParams(Generic[Q_co]):
    """Validated parameters: `authority` is the slug of the one requested, empty for all."""

    request: HttpRequest
    query: Q_co
    record: Record
    moment: QueryDates
    authority: str
    fields: tuple[str, ...]

    def of_page(self, *names: str, **more: str) -> HttpRequest:
        """A request with these parameters, as for an HTML page of the site."""
        page = HttpRequest()
        page.method, page.path = "GET", self.request.path
        page.GET = QueryDict(urlencode(self.values(*names) | more))
        return page

    def values(self, *names: str) -> dict[str, str]:
        """The parameters of these names that were given, as a query string has them."""
        return given(self.query, names)


def parse_api_params(request: HttpRequest, query: Q) -> ApiParams[Q]:
    """Validate the parameters: every value has to be in the record; one query.

    Raises ParameterError for an invalid value, ApiError for an unknown authority and for an
    empty range of days.
    """
    record = Record.current()
    moment = _moment(query)
    _check_choices(query, record, moment)
    for first, last in SPANS:
        _check_span(query, first, last)
    named = getattr(query, "authority", None)
    return ApiParams(
        request=request,
        query=query,
        record=record,
        moment=moment,
        authority=authority_named(named, record, "query") if named else "",
        fields=_fields(query),
    )


def authority_named(text: str, record: Record, where: str) -> str:
    """The slug of the authority with this slug, name or code. Raises ApiError: 404."""
    try:
        return slug_of("authority", text.strip(), record)
    except ParameterError as refused:
        raise ApiError.of(refused, 404, where) from None


def _moment(query: Schema) -> QueryDates:
    as_at, known_by = getattr(query, "as_at", None), getattr(query, "known_by", None)
    return QueryDates(as_at or today(), known_by, as_at is not None)


Choice = Callable[[Record, QueryDates], Iterable[str]]


def _grades(frameworks: Iterable[Framework]) -> list[str]:
    return [grade.key for grade in grades_of(frameworks)]


def _areas(record: Record, of: QueryDates) -> Iterable[str]:
    listed = {framework.code for framework in record.listed(*of.span)}
    areas = record.areas.values()
    return dict.fromkeys(area.key for area in areas if area.framework in listed)


FOLLOWING = {NoGradeReason.NOT_A_JUDGEMENT, NoGradeReason.NOT_YET_INSPECTED}
"""Reasons that follow from the rules: no inspection has a row that says so."""

CHOICES: dict[str, Choice] = {
    "region": lambda *_: [part.name for part in PARTS],
    "type": lambda *_: Authority.Type.values,
    "trend": lambda *_: [str(change).replace(" ", "-") for change in Change],
    "abolished": lambda *_: ["yes"],
    "authority-sort": lambda *_: [key for key, _ in AuthorityTable.sort_choices()],
    "inspection-sort": lambda *_: INSPECTION_ORDER,
    "result": lambda *_: ["graded", "visit"],
    "direction": lambda *_: [finding for finding, _ in FINDINGS],
    "missing": lambda *_: [each for each in NoGradeReason if each not in FOLLOWING],
    "event": lambda *_: Event.Kind.values,
    "succession": lambda *_: Succession.Kind.values,
    "status": lambda *_: Discrepancy.Status.values,
    "about": lambda *_: ABOUT_WORDS,
    "what": lambda *_: WHAT,
    "which": lambda *_: list(CountBasis),
    "group": lambda record, of: dict.fromkeys(f.group for f in record.begun(*of.span)),
    "framework": lambda record, of: [f.code for f in record.listed(*of.span)],
    "kind": lambda record, _: [kind.key for kind in record.kinds.values()],
    "area": _areas,
    "grade": lambda record, of: _grades(record.listed(*of.span)),
    "overall-grade": lambda record, of: [
        *_grades(record.listed(*of.span)), NO_OVERALL_GRADE,
    ],
    "standing": lambda record, of: [*_grades(record.begun(*of.span)), *WITHOUT_GRADE],
    "source": lambda record, _: [source.key for source in record.sources.values()],
}  # fmt: skip
"""The values of each choice by name: what had begun by today, or by a later day of the request."""


def choices(name: str, record: Record, of: QueryDates) -> list[str]:
    """The values of a choice, in an order a person would expect."""
    return [str(value) for value in CHOICES[name](record, of)]


def _check_choices(query: Schema, record: Record, of: QueryDates) -> None:
    """Validate choices; replace a region by its name. Raises ParameterError."""
    for name, extra in _extras(query):
        value = getattr(query, name)
        if name == "region" and (part := part_named(value or "")):
            setattr(query, name, part.name)
        elif "x-choice" in extra and value is not None:
            allowed = choices(extra["x-choice"], record, of)
            if value not in allowed:
                raise ParameterError(name, value, allowed)


def _check_span(query: Schema, first: str, last: str) -> None:
    begin, end = getattr(query, first, None), getattr(query, last, None)
    if begin and end and begin > end:
        message = f"{last} is before {first}: no day lies between them."
        raise ApiError(400, message, "query", last, str(end), [f"{begin} or a later day"])


def _fields(query: Schema) -> tuple[str, ...]:
    """The names in `fields`; all if it is empty. Raises ParameterError for an unknown one."""
    text = getattr(query, "fields", None)
    if text is None:
        return ()
    allowed: list[str] = dict(_extras(query))["fields"]["x-fields"]
    names = text.split(",")
    for name in names:
        if name not in allowed:
            raise ParameterError("fields", name, allowed)
    return tuple(names)


def _extras(query: Schema) -> list[tuple[str, dict[str, Any]]]:
    fields = type(query).model_fields
    return [(name, info.json_schema_extra or {}) for name, info in fields.items()]  # type: ignore[misc]
